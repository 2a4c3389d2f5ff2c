-- Of the articles of each age, how many are not lost? With Wilson's 95 % interval.
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
),
judged as (
    select
        floor((epoch(checked_at) - epoch(published_at)) / 86400 / 365.25) as age_years,
        existence
    from scope
    where existence in ('live', 'moved', 'missing', 'gone', 'archived_only') and published_at <= checked_at
),
counted as (
    select
        age_years::bigint as age_years,
        count(*) as judged_count,
        count(*) filter (existence in ('gone', 'archived_only')) as lost_count,
        count(*) filter (existence = 'missing') as missing_count,
        1 - lost_count / judged_count as surviving_share
    from judged
    group by all
),
wilson as (
    -- Wilson (1927), z = 1.96: centre and half width of the interval of a share
    select
        *,
        (surviving_share + 1.96 ^ 2 / (2 * judged_count)) / (1 + 1.96 ^ 2 / judged_count) as centre,
        1.96 * sqrt(surviving_share * (1 - surviving_share) / judged_count + 1.96 ^ 2 / (4 * judged_count ^ 2))
            / (1 + 1.96 ^ 2 / judged_count) as half_width
    from counted
)
select
    age_years, judged_count, lost_count, missing_count, surviving_share,
    greatest(0, centre - half_width) as lower_share,
    least(1, centre + half_width) as upper_share
from wilson
order by age_years;
