-- Which facts were changed? The 100 in the most changed articles; all are in marts.fact_change.
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select article_id, publisher, published_at, title, language, fact.kind::varchar as kind, fact."before", fact."after"
from core.fact_change as fact
join scope using (reconciliation_id)
order by changed_share desc nulls last, article_id, fact_no
limit 100;
