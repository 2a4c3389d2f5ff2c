-- severity: error
-- Every sentence of a reconciliation arrived (of new batches).
with new_batch as (
    select batch_id from ops.batch where load_no > (select coalesce(max(load_no), 0) from ops.publish)
)
select reconciliation_id, sentence_count, len(sentences) as sentences
from core.reconciliation
where batch_id in (from new_batch) and sentence_count <> len(sentences);
