-- Which hosts turn us away or fail, and how often?
select host, capture_count, blocked_count, failed_count, absent_count, ok_count, median_elapsed_ms
from marts.host
where blocked_count + failed_count > 0
order by blocked_count + failed_count desc, host
limit 100;
