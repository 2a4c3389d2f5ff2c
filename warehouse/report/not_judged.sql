-- Which pages could not be judged, and why?
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select existence::varchar as existence, existence_rule as rule, count(*) as article_count, min(url) as example
from scope
where existence in ('blocked', 'unreachable', 'refused', 'missing', 'unchecked')
group by all
order by article_count desc, existence, rule
limit 50;
