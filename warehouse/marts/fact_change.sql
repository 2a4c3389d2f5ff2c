-- kind: view
-- needs: current_article
create view marts.fact_change as
select
    article.article_id,
    fact.kind,
    fact."before",
    fact."after",
    fact.seed_sentence_no,
    fact.page_sentence_no,
    fact.fact_no,
    article.content_capture_id as capture_id
from core.fact_change as fact
join derived.current_article as article using (reconciliation_id);

comment on view marts.fact_change is 'A fact that differs inside an edited pair of sentences.';
comment on column marts.fact_change.kind is 'What changed: number, date, name, quote, negation.';
comment on column marts.fact_change.before is 'As the seed says it.';
comment on column marts.fact_change.after is 'As the page says it.';
comment on column marts.fact_change.fact_no is 'Place among the changed facts of the article, from 1.';
