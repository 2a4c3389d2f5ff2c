-- How much of this corpus still holds?
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select
    count(*) as article_count,
    count(*) filter (existence <> 'unchecked') as checked_count,
    count(*) filter (existence in ('live', 'moved')) as present_count,
    count(*) filter (existence in ('gone', 'archived_only')) as lost_count,
    count(*) filter (existence = 'missing') as missing_count,
    count(*) filter (existence in ('blocked', 'unreachable', 'refused')) as unjudged_count,
    count(*) filter (existence in ('live', 'moved', 'missing', 'gone', 'archived_only')) as judged_count,
    count(*) filter (content <> 'not_compared') as compared_count,
    count(*) filter (content in ('identical', 'cosmetic')) as unchanged_count,
    count(*) filter (content in ('extended', 'shortened', 'edited', 'rewritten', 'replaced')) as changed_count,
    count(*) filter (content = 'seed_truncated') as truncated_count,
    count(*) filter (len(issues) > 0) as flawed_count,
    sum(word_count)::bigint as word_count,
    count(distinct publisher) as publisher_count,
    min(published_at) as first_published_at,
    max(published_at) as last_published_at,
    min(checked_at) as first_checked_at,
    max(checked_at) as last_checked_at
from scope;
