select
    batch_id, seeds_read, seeds_loaded, seeds_duplicate, seeds_rejected, captures, pages, reconciliations
from ops.batch
where batch_id in (select unnest($batch_ids::varchar[]));
