-- severity: error
-- A sentence that is not from the seed rests on a capture; one that is has its place in the seed (of new batches).
with new_batch as (
    select batch_id from ops.batch where load_no > (select coalesce(max(load_no), 0) from ops.publish)
),
sentence as (
    select reconciliation_id, capture_id, unnest(sentences) as sentence
    from core.reconciliation
    where batch_id in (from new_batch)
)
select reconciliation_id, sentence.sentence_no, sentence.source
from sentence
where (sentence.source <> 'seed' and capture_id is null)
    or (sentence.source = 'seed' and sentence.seed_start is null);
