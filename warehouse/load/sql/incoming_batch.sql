-- The batches of this transaction that the ledger does not hold yet, numbered in the order they are given.
create or replace temp table incoming_batch as
with given as (
    select
        batch_id, kind, run_id, written_at, seeds_read,
        row_number() over (order by list_position($files::varchar[], filename)) as position,
        row_number() over (partition by batch_id order by filename) as repetition
    from read_parquet($files, filename = true)
)
select
    batch_id, kind, run_id, written_at, seeds_read,
    (select coalesce(max(load_no), 0) from ops.batch)
        + row_number() over (order by position) as load_no
from given
where repetition = 1 and batch_id not in (select batch_id from ops.batch);
