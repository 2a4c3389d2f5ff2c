-- What did the last check show, by year of publication?
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select
    year(make_timestamp(epoch_us(published_at))) as published_year,
    existence::varchar as existence,
    count(*) as article_count
from scope
where published_at is not null
group by all
order by published_year, any_value(scope.existence);
