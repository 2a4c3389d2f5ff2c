-- Where is it worst, as a random sample tells? Publishers, and years of a publisher, of which ten pages and more answered.
with shown as (
    select part, stratum, figure, share, low, high, population, answered
    from marts.estimate
    where load_no = (select max(load_no) from marts.estimate)
        and part <> 'corpus'
        and (
            getvariable('publisher') is null or stratum = getvariable('publisher')::varchar
            or starts_with(stratum, getvariable('publisher')::varchar || ','))
)
select
    there.stratum as publisher_or_year,
    there.population as article_count,
    there.answered as answered_count,
    there.share as there_share,
    there.low as there_low_share,
    there.high as there_high_share,
    changed.share as changed_share,
    changed.low as changed_low_share,
    changed.high as changed_high_share
from shown as there
left join shown as changed
    on changed.part = there.part and changed.stratum = there.stratum and changed.figure = 'content:changed'
where there.figure = 'existence:there'
order by there.share, there.stratum
limit 50;
