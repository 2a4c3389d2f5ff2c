-- severity: torn
-- A seed is held once (those of new batches).
select seed_id, count(*) as rows_held
from raw.seed
where seed_id in (select seed_id from raw.seed where batch_id in (select batch_id from new_batch))
group by seed_id
having count(*) > 1;
