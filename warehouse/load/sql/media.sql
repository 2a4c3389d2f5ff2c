insert into core.media (
    reconciliation_id, media_no, kind, url, caption, credit
)
select reconciliation_id, media_no, kind, url, caption, credit
from read_parquet($files, filename = true) as incoming
where not exists (
    from dropped_reconciliation as dropped
    where dropped.reconciliation_id = incoming.reconciliation_id
        and dropped.batch_id = string_split(incoming.filename, '/')[-2]
);
