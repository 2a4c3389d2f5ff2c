insert into core.named_day (
    reconciliation_id, named_day_no, "year", "month", "day"
)
select reconciliation_id, named_day_no, "year", "month", "day"
from read_parquet($files, filename = true) as incoming
where not exists (
    from dropped_reconciliation as dropped
    where dropped.reconciliation_id = incoming.reconciliation_id
        and dropped.batch_id = string_split(incoming.filename, '/')[-2]
);
