select
    batch_id, seeds_read, seeds_loaded, seeds_duplicate, seeds_rejected, captures, pages, reconciliations,
    (
        select count(*) from ops.rejection where rejection.batch_id = batch.batch_id and not is_seed
    ) as pages_rejected
from ops.batch
where batch_id in (select unnest($batch_ids::varchar[]));
