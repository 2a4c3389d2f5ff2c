-- How much of each publisher's year is lost? The 300 largest; all are in marts.link_rot.
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
),
counted as (
    select
        publisher,
        year(make_timestamp(epoch_us(published_at))) as published_year,
        count(*) as article_count,
        count(*) filter (existence in ('live', 'moved')) as present_count,
        count(*) filter (existence = 'missing') as missing_count,
        count(*) filter (existence in ('gone', 'archived_only')) as lost_count,
        count(*) filter (existence in ('blocked', 'unreachable', 'refused')) as unjudged_count,
        count(*) filter (existence = 'unchecked') as unchecked_count,
        lost_count / nullif(present_count + missing_count + lost_count, 0) as lost_share
    from scope
    group by all
),
largest as (
    from counted order by article_count desc, publisher, published_year limit 300
)
from largest order by publisher, published_year nulls last;
