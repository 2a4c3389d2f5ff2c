insert into core.sketch (reconciliation_id, sketch_version, band_keys)
select reconciliation_id, sketch_version, band_keys
from read_parquet($files, filename = true) as incoming
where not exists (
    from dropped_reconciliation as dropped
    where dropped.reconciliation_id = incoming.reconciliation_id
        and dropped.batch_id = string_split(incoming.filename, '/')[-2]
);
