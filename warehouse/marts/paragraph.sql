-- kind: view
-- needs: sentence
create view marts.paragraph as
select
    article_id,
    paragraph_no,
    string_agg("text", ' ' order by sentence_no) as "text",
    min(sentence_no) as first_sentence_no,
    count(*) as sentence_count,
    list(distinct source order by source::varchar) as sources
from marts.sentence
group by article_id, paragraph_no;

comment on view marts.paragraph is 'A paragraph of the clean text of an article.';
comment on column marts.paragraph.text is 'The paragraph, NFC: its sentences joined by a space.';
comment on column marts.paragraph.first_sentence_no is 'Its first sentence in marts.sentence.';
comment on column marts.paragraph.sentence_count is 'Sentences in it.';
comment on column marts.paragraph.sources is 'Where its sentences came from: seed, page, archive.';
