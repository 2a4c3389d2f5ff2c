-- Batches of readings alone, each of which a later batch did again for the same seed and capture.
with reading as (
    select
        found.batch_id,
        found.reconciliation_id,
        batch.load_no < max(batch.load_no) over (partition by found.seed_id, found.capture_id) as is_superseded
    from core.reconciliation as found
    join ops.batch as batch using (batch_id)
)
select batch.batch_id
from ops.batch as batch
join reading using (batch_id)
where batch.kind = 'reparse'
    and batch.seeds_read = 0
    and batch.captures = 0
    and batch.batch_id not in (select batch_id from core.observation)
    and batch.batch_id not in (select batch_id from ops.rejection)
    and batch.batch_id not in (
        -- its pages may serve readings of other batches
        select page.batch_id
        from core.page as page
        join core.reconciliation as other using (page_id)
        where other.batch_id <> page.batch_id
    )
group by batch.batch_id
having bool_and(reading.is_superseded)
order by batch.batch_id;
