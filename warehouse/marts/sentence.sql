-- kind: view
-- needs: article
create view marts.sentence as
select
    article.article_id,
    sentence.paragraph_no,
    sentence.sentence_no,
    sentence."text",
    sentence.source,
    case when sentence.source <> 'seed' then article.content_capture_id end as capture_id,
    sentence.rule,
    sentence.block,
    sentence.seed_start,
    sentence.seed_end
from core.sentence as sentence
join (select article_id, reconciliation_id, content_capture_id from marts.article) as article using (reconciliation_id);

comment on view marts.sentence is 'A sentence of the clean text of an article, with its source.';
comment on column marts.sentence.article_id is 'Article that it belongs to.';
comment on column marts.sentence.paragraph_no is 'Paragraph, from 1.';
comment on column marts.sentence.sentence_no is 'Sentence, from 1; runs on through the article.';
comment on column marts.sentence.text is 'The sentence, NFC.';
comment on column marts.sentence.source is 'Where it came from: seed, page or archive.';
comment on column marts.sentence.capture_id is 'Capture that it came from; NULL when from the seed.';
comment on column marts.sentence.rule is 'Rule that put it into the text.';
comment on column marts.sentence.block is 'What its block is: paragraph, heading, quote, list_item, table.';
comment on column marts.sentence.seed_start is 'First character in raw.seed.body, from 0; NULL when not from the seed.';
comment on column marts.sentence.seed_end is 'Character after its last in raw.seed.body; NULL when not from the seed.';
