-- The clean text of one reconciliation, sentence by sentence.
with sentence as (
    select unnest(sentences) as part from core.reconciliation where reconciliation_id = $reconciliation_id
)
select
    part.paragraph_no, part.sentence_no, part.block::varchar as block, part."text", part.source::varchar as source,
    part.rule, part.seed_start, part.seed_end
from sentence
order by part.sentence_no;
