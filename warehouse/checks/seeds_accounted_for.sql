-- severity: torn
-- Every seed that a batch read is loaded, a duplicate or rejected.
with loaded as (
    select batch_id, count(*) as seeds from raw.seed group by batch_id
),
duplicate as (
    select batch_id, count(*) as seeds from ops.duplicate group by batch_id
),
rejected as (
    select batch_id, count(*) as seeds from ops.rejection where is_seed group by batch_id
)
select
    batch.batch_id, batch.seeds_read,
    coalesce(loaded.seeds, 0) as seeds_loaded,
    coalesce(duplicate.seeds, 0) as seeds_duplicate,
    coalesce(rejected.seeds, 0) as seeds_rejected
from ops.batch as batch
left join loaded using (batch_id)
left join duplicate using (batch_id)
left join rejected using (batch_id)
where batch.seeds_read
    <> coalesce(loaded.seeds, 0) + coalesce(duplicate.seeds, 0) + coalesce(rejected.seeds, 0);
