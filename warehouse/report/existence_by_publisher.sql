-- What did the last check show, by publisher? The twenty largest; the others together.
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
),
publisher_size as (
    select publisher, row_number() over (order by count(*) desc, publisher) as place
    from scope
    group by publisher
)
select
    case when place <= 20 then publisher else 'all others' end as publisher,
    existence::varchar as existence,
    count(*) as article_count
from scope
join publisher_size using (publisher)
group by all
order by min(place), any_value(scope.existence);
