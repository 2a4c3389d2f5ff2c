-- How the layouts fare on the pages of each host, hand-written and learned ones.
select
    publisher, layout, page_count, fallback_count, fallback_share, located_by_seed_count, undated_count,
    clock_conflict_count, failing_since
from marts.layout_health
order by publisher, page_count desc, layout;
