-- How many judged articles have no known day of publication, so that they are in no age? A loss among them is not seen there.
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select
    count(*) as judged_count,
    count(*) filter (existence in ('gone', 'archived_only')) as lost_count
from scope
where existence in ('live', 'moved', 'missing', 'gone', 'archived_only')
    and (published_at is null or published_at > checked_at);
