create table raw.host (
    host varchar not null,
    seen_at timestamptz not null,
    request_count bigint not null,
    median_latency_ms bigint,
    robots varchar not null,
    robots_detail varchar not null,
    crawl_delay_s double,
    interval_s double not null,
    parked_until timestamptz,
    parked_reason varchar not null,
    notes varchar[] not null,
    batch_id varchar not null
);

comment on table raw.host is 'What a run had learned of a host when one of its batches ended; marts.host shows the newest.';
comment on column raw.host.host is 'Name or address, without the port.';
comment on column raw.host.seen_at is 'When that was, UTC.';
comment on column raw.host.request_count is 'Requests of the run to it so far: pages, redirects, retries, robots.txt, sitemaps, probes.';
comment on column raw.host.median_latency_ms is 'Median time of its last 500 answers, milliseconds; NULL where none came.';
comment on column raw.host.robots is 'What its robots.txt came to: unasked, allowed, no_rules, unreachable.';
comment on column raw.host.robots_detail is 'Evidence for that.';
comment on column raw.host.crawl_delay_s is 'Crawl-delay as written, seconds; NULL where none is named.';
comment on column raw.host.interval_s is 'Least time that was kept between two requests, seconds.';
comment on column raw.host.parked_until is 'Until when it is left alone, UTC; NULL where it is not.';
comment on column raw.host.parked_reason is 'Why it is left alone; empty where it is not.';
comment on column raw.host.notes is 'What was noticed of it: a delay that was clamped, a 304 that was wrong.';
comment on column raw.host.batch_id is 'Batch that loaded it.';
