-- kind: table
-- needs: current_article
-- Of compared articles alone: the sentences of all others are their seeds'.
create table derived.sentence_count (
    article_id varchar not null,
    source text_source not null,
    rule varchar not null,
    sentence_count integer not null
);

comment on table derived.sentence_count is 'How many sentences of the clean text of a compared article came from where: what marts.sentence_source reads. Built by publish.';

-- refresh
delete from derived.sentence_count where article_id in (select article_id from touched);

-- By row number, so that the texts of all others are not even read.
insert into derived.sentence_count (article_id, source, rule, sentence_count)
with compared as (
    select article_id, reconciliation_id
    from derived.current_article
    where content <> 'not_compared' and article_id in (select article_id from touched)
),
place as (
    select rowid as place
    from core.reconciliation
    where reconciliation_id in (select reconciliation_id from compared)
),
sentence as (
    select reconciliation_id, unnest(sentences) as part
    from core.reconciliation
    where rowid in (select place from place)
)
select compared.article_id, sentence.part.source, sentence.part.rule, count(*)
from sentence
join compared using (reconciliation_id)
group by all;
