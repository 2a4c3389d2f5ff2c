-- Why were seed and page not compared?
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select content_rule as rule, existence::varchar as existence, count(*) as article_count
from scope
where content = 'not_compared'
group by all
order by article_count desc, rule, existence
limit 50;
