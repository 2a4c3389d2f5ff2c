-- severity: torn
-- A capture is held once (those of new batches).
select capture_id, count(*) as rows_held
from raw.capture
where capture_id in (select capture_id from raw.capture where batch_id in (select batch_id from new_batch))
group by capture_id
having count(*) > 1;
