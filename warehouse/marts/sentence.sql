-- kind: view
-- needs: current_article
create view marts.sentence as
with sentence as (
    -- joined before it is unnested, so that asking for one article reads one article
    select article.article_id, article.content_capture_id, unnest(found.sentences) as part
    from derived.current_article as article
    join core.reconciliation as found using (reconciliation_id)
)
select
    article_id,
    part.paragraph_no,
    part.sentence_no,
    part."text",
    part.source,
    case when part.source <> 'seed' then content_capture_id end as capture_id,
    part.rule,
    part.block,
    part.seed_start,
    part.seed_end
from sentence;

comment on view marts.sentence is 'A sentence of the clean text of an article, with its source.';
comment on column marts.sentence.sentence_no is 'Sentence, from 1; runs on through the article.';
comment on column marts.sentence.text is 'The sentence, NFC.';
comment on column marts.sentence.capture_id is 'Capture that it came from; NULL when from the seed.';
comment on column marts.sentence.block is 'What its block is: paragraph, heading, quote, list_item, table.';
comment on column marts.sentence.seed_start is 'First character in raw.seed.body, from 0; NULL when not from the seed.';
comment on column marts.sentence.seed_end is 'Character after its last in raw.seed.body; NULL when not from the seed.';

