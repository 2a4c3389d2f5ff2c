with fact as (
    select article_id, list(distinct kind order by kind) as kinds
    from marts.fact_change
    where article_id in (select unnest($article_ids::varchar[]))
    group by article_id
)
select article.article_id, article.existence, article.content, coalesce(fact.kinds, []), article.checked_at
from derived.current_article as article
left join fact using (article_id)
where article.article_id in (select unnest($article_ids::varchar[]));
