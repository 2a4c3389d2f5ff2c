-- What the snapshot holds, as (part, name, row_count), largest first within a part.
with counted as (
    select 'existence' as part, existence::varchar as name, count(*) as row_count from marts.article group by all
    union all
    select 'content', content::varchar, count(*) from marts.article group by all
    union all
    select 'publisher', publisher, count(*) from marts.article group by all
    union all
    select 'issue', issue::varchar, count(*) from (select unnest(issues) as issue from marts.article) group by all
    union all
    select 'rejection', reason::varchar, count(*) from ops.rejection group by all
    union all
    select 'set aside', check_name, count(distinct article_id) from ops.quarantine group by all
    union all
    select 'seeds', unnest(['read', 'loaded', 'duplicate', 'rejected']),
        unnest([sum(seeds_read), sum(seeds_loaded), sum(seeds_duplicate), sum(seeds_rejected)])::bigint
    from ops.batch
)
select part, name, row_count
from counted
where row_count > 0
order by part, row_count desc, name;
