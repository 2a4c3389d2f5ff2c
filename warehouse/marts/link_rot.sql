-- kind: view
-- needs: current_article
create view marts.link_rot as
with article as (
    select
        article.publisher,
        year(make_timestamp(epoch_us(article.published_at))) as published_year,
        article.existence,
        capture.outcome,
        capture.http_status
    from derived.current_article as article
    left join raw.capture as capture using (capture_id)
),
counted as (
    select
        publisher,
        published_year,
        count(*) as article_count,
        count(*) filter (existence <> 'unchecked') as checked_count,
        count(*) filter (existence = 'live') as live_count,
        count(*) filter (existence = 'moved') as moved_count,
        count(*) filter (existence = 'gone') as gone_count,
        count(*) filter (existence = 'archived_only') as archived_only_count,
        count(*) filter (existence = 'missing') as missing_count,
        count(*) filter (existence = 'blocked') as blocked_count,
        count(*) filter (existence = 'unreachable') as unreachable_count,
        count(*) filter (existence = 'refused') as refused_count,
        count(*) filter (
            existence in ('gone', 'archived_only', 'missing')
            or http_status in (204, 400, 404, 410, 500, 501, 502, 503, 523)
            or outcome in ('dns_error', 'connect_error', 'tls_error', 'timeout')
        ) as pew_rot_count
    from article
    group by publisher, published_year
)
select
    *,
    (gone_count + archived_only_count)
        / nullif(live_count + moved_count + missing_count + gone_count + archived_only_count, 0) as rot_share,
    pew_rot_count / nullif(checked_count - blocked_count - refused_count, 0) as pew_rot_share
from counted;

comment on view marts.link_rot is 'How much of a publisher''s year is gone. A page that was gone before it was read leaves many an article undated, so look at the row without a year too: the rates of the years alone are too low. Only confirmed losses are rot; blocked, unreachable and refused pages never are.';
comment on column marts.link_rot.live_count is 'Articles whose page is live at its address.';
comment on column marts.link_rot.moved_count is 'Articles that answer at another address.';
comment on column marts.link_rot.gone_count is 'Articles confirmed gone on a second look.';
comment on column marts.link_rot.archived_only_count is 'Articles gone, of which an archived copy was read.';
comment on column marts.link_rot.missing_count is 'Articles that looked gone once; not counted as rot until confirmed.';
comment on column marts.link_rot.blocked_count is 'Articles behind 403, 429, challenge, login, paywall or robots.txt.';
comment on column marts.link_rot.unreachable_count is 'Articles whose host failed: DNS, TLS, timeout, 5xx.';
comment on column marts.link_rot.refused_count is 'Articles at addresses that our own gate refuses.';
comment on column marts.link_rot.pew_rot_count is 'Articles that are rot by the wider definition of Pew Research (2024): missing pages, and hosts that fail with DNS, connection or time-out errors or status 204, 400, 404, 410, 500, 501, 502, 503, 523.';
comment on column marts.link_rot.rot_share is '(gone + archived_only) / (live + moved + missing + gone + archived_only), 0-1; NULL where none of these was seen.';
comment on column marts.link_rot.pew_rot_share is 'pew_rot / (checked - blocked - refused), 0-1; NULL where none was.';
