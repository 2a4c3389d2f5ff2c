-- Which layouts find no body any more, or times that contradict the address: has a publisher changed its pages?
select publisher, layout, page_count, failing_since, fallback_count, fallback_share, clock_conflict_count, undated_count
from marts.layout_health
where fallback_count + clock_conflict_count > 0 or failing_since is not null
order by failing_since desc nulls last, fallback_share desc, clock_conflict_count desc, page_count desc, publisher, layout
limit 100;
