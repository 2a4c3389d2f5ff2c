insert into core.sentence (
    reconciliation_id, paragraph_no, sentence_no, block, "text", source, rule, seed_start, seed_end
)
select reconciliation_id, paragraph_no, sentence_no, block, "text", source, rule, seed_start, seed_end
from read_parquet($files, filename = true) as incoming
where not exists (
    from dropped_reconciliation as dropped
    where dropped.reconciliation_id = incoming.reconciliation_id
        and dropped.batch_id = string_split(incoming.filename, '/')[-2]
);
