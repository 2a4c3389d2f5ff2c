-- What kinds of facts were changed, and in how many articles?
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select
    fact.kind::varchar as kind,
    count(*) as fact_count,
    count(distinct article_id) as article_count
from core.fact_change as fact
join scope using (reconciliation_id)
group by all
order by fact_count desc, kind;
