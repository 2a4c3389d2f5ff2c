insert into core.sentence_change (
    reconciliation_id, change_no, relation, seed_sentence_no, page_sentence_no, seed_text, page_text, similarity
)
select reconciliation_id, change_no, relation, seed_sentence_no, page_sentence_no, seed_text, page_text, similarity
from read_parquet($files, filename = true) as incoming
where not exists (
    from dropped_reconciliation as dropped
    where dropped.reconciliation_id = incoming.reconciliation_id
        and dropped.batch_id = string_split(incoming.filename, '/')[-2]
);
