-- How the looks and comparisons of the batches after $load_no came out, as (part, name, row_count).
with batch as (
    select batch_id from ops.batch where load_no > $load_no
),
seed as (
    unpivot (
        select sum(seeds_loaded) as loaded, sum(seeds_duplicate) as duplicate, sum(seeds_rejected) as rejected
        from ops.batch where load_no > $load_no
    ) on loaded, duplicate, rejected into name name value row_count
),
counted as (
    select 'seed' as part, name, row_count::bigint as row_count from seed where row_count > 0
    union all
    select 'existence' as part, existence::varchar as name, count(*) as row_count
    from core.observation where batch_id in (from batch) group by all
    union all
    select 'content', coalesce(settled.content, found.content)::varchar, count(*)
    from core.reconciliation as found
    left join derived.settled_verdict as settled using (reconciliation_id)
    where batch_id in (from batch) and capture_id is not null group by all
    union all
    select 'request', outcome::varchar, count(*) from raw.capture where batch_id in (from batch) group by all
    union all
    select 'rejected', reason::varchar, count(*) from ops.rejection where batch_id in (from batch) group by all
)
select part, name, row_count from counted order by part, row_count desc, name;
