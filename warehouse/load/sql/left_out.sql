insert into core.left_out (
    reconciliation_id, left_out_no, kind, "text", seed_start, seed_end, rule
)
select reconciliation_id, left_out_no, kind, "text", seed_start, seed_end, rule
from read_parquet($files, filename = true) as incoming
where not exists (
    from dropped_reconciliation as dropped
    where dropped.reconciliation_id = incoming.reconciliation_id
        and dropped.batch_id = string_split(incoming.filename, '/')[-2]
);
