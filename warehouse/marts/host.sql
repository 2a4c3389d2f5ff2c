-- kind: view
create view marts.host as
with attempt as (
    select
        lower(regexp_extract(target_uri, '^[a-zA-Z]+://(\\[[^\\]/]*\\]|[^/?#:]+)', 1)) as host,
        *
    from raw.capture
    where source = 'live'
),
outcome_count as (
    select host, outcome, count(*) as attempts from attempt group by host, outcome
),
outcomes as (
    select host, map(list(outcome::varchar order by outcome::varchar), list(attempts order by outcome::varchar)) as outcomes
    from outcome_count
    group by host
),
of_run as (
    select state.host, max(state.request_count) as request_count
    from raw.host as state join ops.batch as batch using (batch_id)
    group by state.host, batch.run_id
),
asked as (
    select host, sum(request_count)::bigint as request_count from of_run group by host
),
newest as (
    select state.*
    from raw.host as state join ops.batch as batch using (batch_id)
    qualify row_number() over (partition by state.host order by state.seen_at desc, batch.load_no desc) = 1
),
counted as (
    select
        host,
        count(*) as capture_count,
        count(distinct article_id) as article_count,
        sum(request_count)::bigint as request_count,
        count(*) filter (outcome in ('ok', 'not_modified')) as ok_count,
        count(*) filter (outcome in ('not_found', 'soft_not_found', 'home_redirect', 'empty')) as absent_count,
        count(*) filter (
            outcome in (
                'forbidden', 'rate_limited', 'challenge', 'login_wall', 'consent_wall', 'paywall', 'robots_disallowed'
            )
        ) as blocked_count,
        count(*) filter (
            outcome in (
                'server_error', 'dns_error', 'connect_error', 'tls_error', 'timeout', 'protocol_error',
                'robots_unreachable'
            )
        ) as failed_count,
        sum(payload_bytes)::bigint as payload_bytes,
        median(elapsed_ms) filter (outcome = 'ok') as median_elapsed_ms,
        min(captured_at) as first_captured_at,
        max(captured_at) as last_captured_at
    from attempt
    group by host
)
select
    counted.host,
    counted.capture_count,
    counted.article_count,
    greatest(coalesce(asked.request_count, 0), counted.request_count) as request_count,
    outcomes.outcomes,
    counted.ok_count,
    counted.absent_count,
    counted.blocked_count,
    counted.failed_count,
    counted.payload_bytes,
    counted.median_elapsed_ms,
    newest.robots,
    newest.robots_detail,
    newest.crawl_delay_s,
    newest.interval_s,
    newest.parked_until,
    nullif(newest.parked_reason, '') as parked_reason,
    newest.notes,
    counted.first_captured_at,
    counted.last_captured_at
from counted
join outcomes using (host)
left join asked using (host)
left join newest using (host);

comment on view marts.host is 'A host that we asked, and how it answered.';
comment on column marts.host.host is 'Name or address, without the port.';
comment on column marts.host.capture_count is 'Attempts to fetch.';
comment on column marts.host.article_count is 'Articles asked for.';
comment on column marts.host.request_count is 'Requests sent: pages, redirects, retries, robots.txt, sitemaps, probes.';
comment on column marts.host.outcomes is 'Attempts by outcome.';
comment on column marts.host.ok_count is 'Attempts that gave a page or an unchanged one (304).';
comment on column marts.host.absent_count is 'Attempts that found no such page: 404, 410, soft 404, sent home, empty.';
comment on column marts.host.blocked_count is 'Attempts that were turned away: 403, 429, challenge, login, paywall, consent, robots.txt.';
comment on column marts.host.failed_count is 'Attempts that failed: DNS, connection, TLS, timeout, 5xx, broken HTTP.';
comment on column marts.host.payload_bytes is 'Bytes of all bodies.';
comment on column marts.host.median_elapsed_ms is 'Median time of an attempt that gave a page, milliseconds.';
comment on column marts.host.robots is 'What its robots.txt came to when asked last: unasked, allowed, no_rules, unreachable.';
comment on column marts.host.robots_detail is 'Evidence for that.';
comment on column marts.host.crawl_delay_s is 'Crawl-delay as its robots.txt writes it, seconds; NULL where none is named.';
comment on column marts.host.interval_s is 'Least time that was kept between two requests, seconds.';
comment on column marts.host.parked_until is 'Until when the last run left it alone, UTC; NULL where it did not.';
comment on column marts.host.parked_reason is 'Why it was left alone.';
comment on column marts.host.notes is 'What was noticed of it: a delay that was clamped, a 304 that was wrong.';
comment on column marts.host.first_captured_at is 'First attempt, UTC.';
comment on column marts.host.last_captured_at is 'Last attempt, UTC.';
