-- The sentences of some articles that say something else now, in the order of the seed.
with article as materialized (
    select article_id, reconciliation_id
    from derived.current_article
    where article_id in (select unnest($article_ids::varchar[]))
)
select article.article_id, change.relation::varchar as relation, change.seed_text, change.page_text
from core.sentence_change as change
join article using (reconciliation_id)
where change.relation in ('edited', 'added', 'removed')
order by article.article_id, coalesce(change.seed_sentence_no, change.page_sentence_no), change.change_no;
