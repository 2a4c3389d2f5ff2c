-- The ledger rows of this transaction's batches, counted in the tables themselves.
insert into ops.batch (
    batch_id, kind, run_id, load_no, written_at, loaded_at, seeds_read, seeds_loaded, seeds_duplicate, seeds_rejected,
    captures, pages, reconciliations
)
select
    batch_id, kind, coalesce($run_id, run_id), load_no, written_at, now(), seeds_read,
    (select count(*) from raw.seed where seed.batch_id = incoming_batch.batch_id),
    (select count(*) from ops.duplicate where duplicate.batch_id = incoming_batch.batch_id),
    (select count(*) from ops.rejection where rejection.batch_id = incoming_batch.batch_id and is_seed),
    (select count(*) from raw.capture where capture.batch_id = incoming_batch.batch_id),
    (select count(*) from core.page where page.batch_id = incoming_batch.batch_id),
    (select count(*) from core.reconciliation where reconciliation.batch_id = incoming_batch.batch_id)
from incoming_batch;
