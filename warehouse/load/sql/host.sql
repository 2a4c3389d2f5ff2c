insert into raw.host (
    host, seen_at, request_count, median_latency_ms, robots, robots_detail, crawl_delay_s, interval_s, parked_until,
    parked_reason, notes, batch_id
)
select
    host, seen_at, request_count, median_latency_ms, robots, robots_detail, crawl_delay_s, interval_s, parked_until,
    parked_reason, notes, batch_id
from read_parquet($files) as incoming
anti join raw.host as held using (host, batch_id);
