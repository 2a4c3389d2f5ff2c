-- kind: view
create view marts.layout_health as
with reading as (
    select
        regexp_replace(
            regexp_extract(lower(page.url), '^[a-z]+://([^/?#:]+)', 1), '^(?:(?:www[0-9]*|m|amp|mobile|wap)\.)+', ''
        ) as publisher,
        list_filter(page.provenance, lambda origin: origin.field = 'fallback')[1].origin as missed_layout,
        list_filter(page.provenance, lambda origin: origin.field = 'url_clock')[1].origin as url_clock,
        coalesce(missed_layout, page.layout) as health_of,
        page.*
    from core.page as page
    join ops.batch as batch using (batch_id)
    where page.kind not in ('index', 'error')
    qualify row_number() over (partition by page.payload_digest, page.url order by batch.load_no desc) = 1
),
-- Each look at one of these pages, when the page looked so.
seen as (
    select
        reading.publisher, reading.health_of, reading.missed_layout is null as is_fit,
        coalesce(capture.memento_datetime, capture.captured_at) as seen_at
    from reading
    join raw.capture as capture
        on capture.payload_digest = reading.payload_digest and capture.final_uri = reading.url
),
fitted as (
    select publisher, health_of, count(*) as fit_count, max(seen_at) as last_fit_at
    from seen
    where is_fit and health_of <> 'generic'
    group by publisher, health_of
),
since as (
    select
        fitted.publisher, fitted.health_of, fitted.last_fit_at,
        count(*) filter (seen.seen_at > fitted.last_fit_at) as later_count,
        min(seen.seen_at) filter (seen.seen_at > fitted.last_fit_at) as first_misfit_at,
        any_value(fitted.fit_count) / count(*) filter (seen.seen_at <= fitted.last_fit_at) as fit_share
    from fitted
    join seen using (publisher)
    group by fitted.publisher, fitted.health_of, fitted.last_fit_at
)
select
    reading.publisher,
    reading.health_of as layout,
    count(*) as page_count,
    count(missed_layout) as fallback_count,
    count(*) filter (used_seed) as located_by_seed_count,
    count(*) filter (title is null) as untitled_count,
    count(*) filter (lead is null) as leadless_count,
    count(*) filter (published_at is null) as undated_count,
    count(*) filter (len(authors) = 0) as unsigned_count,
    count(*) filter (url_clock in ('page_before_url', 'page_after_url')) as clock_conflict_count,
    max(parser_version) as parser_version,
    fallback_count / page_count as fallback_share,
    since.last_fit_at,
    -- As many looks without it come by chance in one of 150 cases: exp(-5).
    case when since.later_count >= greatest(10, 5 / since.fit_share) then since.first_misfit_at end as failing_since
from reading
left join since using (publisher, health_of)
group by all;

comment on view marts.layout_health is 'A layout on the pages of one host: how often it read them, and how often it found no body, so that the generic reader did. Each page counts once, by its newest reading.';
comment on column marts.layout_health.layout is 'Layout that the pages have; generic where none was told.';
comment on column marts.layout_health.page_count is 'Pages with it; index and error pages left out.';
comment on column marts.layout_health.fallback_count is 'Pages on which it found no body, or (where it was learned) hardly anything of the article, so that the generic reader read them. Many of them tell a redesign.';
comment on column marts.layout_health.located_by_seed_count is 'Pages whose body was found with the seed''s sentences.';
comment on column marts.layout_health.untitled_count is 'Pages without a title.';
comment on column marts.layout_health.leadless_count is 'Pages without a lead that is set apart.';
comment on column marts.layout_health.undated_count is 'Pages without a time of publication.';
comment on column marts.layout_health.unsigned_count is 'Pages without an author.';
comment on column marts.layout_health.clock_conflict_count is 'Pages whose time contradicts the one in their address.';
comment on column marts.layout_health.parser_version is 'Newest version of the parser that read one of them.';
comment on column marts.layout_health.fallback_share is 'fallback / pages, 0-1.';
comment on column marts.layout_health.last_fit_at is 'When a page was last seen that it read (by us, or by the archive that kept it), UTC; NULL where there is none.';
comment on column marts.layout_health.failing_since is 'When the first of the pages of the host was seen that came after that, UTC, where they are ten or more and too many to have another layout by chance: the host has been redesigned, or this layout is no more. NULL while it fits.';
