-- severity: error
-- The versions of an article are numbered from 0 without a gap, the last one is current and no other, and none ends before it begins (of touched articles).
with counted as (
    select
        article_id, count(*) as version_count, count(distinct version_no) as number_count, min(version_no) as first_no,
        max(version_no) as last_no, count(*) filter (is_current) as current_count,
        max(version_no) filter (is_current) as current_no,
        count(*) filter (valid_to < valid_from or (is_current and valid_to is not null)) as reversed_count
    from derived.version
    where article_id in (select article_id from touched)
    group by article_id
)
select *
from counted
where first_no <> 0 or last_no <> version_count - 1 or number_count <> version_count or current_count <> 1
    or current_no is distinct from last_no or reversed_count > 0;
