-- kind: view
create view marts.host as
with attempt as (
    select
        regexp_extract(target_uri, '^[a-zA-Z]+://([^/?#]+)', 1) as host,
        *
    from raw.capture
    where source = 'live'
)
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
            'server_error', 'dns_error', 'connect_error', 'tls_error', 'timeout', 'protocol_error', 'robots_unreachable'
        )
    ) as failed_count,
    sum(payload_bytes)::bigint as payload_bytes,
    median(elapsed_ms) filter (outcome = 'ok') as median_elapsed_ms,
    min(captured_at) as first_captured_at,
    max(captured_at) as last_captured_at
from attempt
group by host;

comment on view marts.host is 'A host that we asked, and how it answered.';
comment on column marts.host.host is 'Host and port as asked.';
comment on column marts.host.capture_count is 'Attempts to fetch.';
comment on column marts.host.article_count is 'Articles asked for.';
comment on column marts.host.request_count is 'Requests sent, redirects and retries included.';
comment on column marts.host.ok_count is 'Attempts that gave a page or an unchanged one (304).';
comment on column marts.host.absent_count is 'Attempts that found no such page: 404, 410, soft 404, sent home, empty.';
comment on column marts.host.blocked_count is 'Attempts that were turned away: 403, 429, challenge, login, paywall, consent, robots.txt.';
comment on column marts.host.failed_count is 'Attempts that failed: DNS, connection, TLS, timeout, 5xx, broken HTTP.';
comment on column marts.host.payload_bytes is 'Bytes of all bodies.';
comment on column marts.host.median_elapsed_ms is 'Median time of an attempt that gave a page, milliseconds.';
comment on column marts.host.first_captured_at is 'First attempt, UTC.';
comment on column marts.host.last_captured_at is 'Last attempt, UTC.';
