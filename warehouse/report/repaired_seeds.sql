-- What was wrong with the seeds, and in how many articles?
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
),
flaw as (
    select unnest(issues)::varchar as issue from scope
)
select issue, count(*) as article_count
from flaw
group by issue
order by article_count desc, issue;
