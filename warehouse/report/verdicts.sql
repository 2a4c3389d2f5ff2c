-- How do the pages stand to the seeds, where the two were compared?
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select
    content::varchar as content,
    count(*) as article_count,
    count(*) / sum(count(*)) over () as article_share,
    avg(similarity) as mean_similarity
from scope
where content <> 'not_compared'
group by all
order by any_value(scope.content);
