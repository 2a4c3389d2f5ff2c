-- When were texts changed? By the month that the changed page itself names, else by the month in which it was seen.
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select
    date_trunc('month', make_timestamp(epoch_us(coalesce(modified_at, compared_at))))::date as month,
    case when modified_at is null then 'first seen changed' else 'dated by the page' end as dated_by,
    count(*) as article_count
from scope
where content in ('extended', 'shortened', 'edited', 'rewritten', 'replaced')
group by all
order by month, dated_by;
