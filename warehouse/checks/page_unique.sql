-- severity: torn
-- A reading of a page is held once (those of new batches).
select page_id, count(*) as rows_held
from core.page
where page_id in (select page_id from core.page where batch_id in (select batch_id from new_batch))
group by page_id
having count(*) > 1;
