-- Whose doing is it that seed and page differ? Told by an archived copy near the seed's date, where there is one.
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select coalesce(origin.difference_origin::varchar, 'unknown') as difference_origin, count(*) as article_count
from scope
left join derived.difference_origin as origin using (article_id)
where content not in ('not_compared', 'identical', 'cosmetic')
group by all
order by article_count desc, difference_origin;
