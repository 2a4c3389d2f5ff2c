insert into core.fact_change (
    reconciliation_id, fact_no, kind, "before", "after", seed_sentence_no, page_sentence_no
)
select reconciliation_id, fact_no, kind, "before", "after", seed_sentence_no, page_sentence_no
from read_parquet($files, filename = true) as incoming
where not exists (
    from dropped_reconciliation as dropped
    where dropped.reconciliation_id = incoming.reconciliation_id
        and dropped.batch_id = string_split(incoming.filename, '/')[-2]
);
