-- Incoming reconciliations that are held already, by the warehouse or by another batch of this transaction.
create or replace temp table dropped_reconciliation as
with incoming as (
    select reconciliation_id, batch_id from read_parquet($files)
),
ranked as (
    select
        reconciliation_id, batch_id,
        row_number() over (partition by reconciliation_id order by batch_id) as place
    from incoming
)
select reconciliation_id, batch_id
from ranked
where place > 1 or reconciliation_id in (
    select reconciliation_id from core.reconciliation
    where reconciliation_id in (select reconciliation_id from incoming)
);
