-- kind: view
create view marts.layout_health as
with reading as (
    select
        regexp_replace(
            regexp_extract(lower(page.url), '^[a-z]+://([^/?#:]+)', 1), '^(?:(?:www[0-9]*|m|amp|mobile|wap)\.)+', ''
        ) as publisher,
        list_filter(page.provenance, lambda origin: origin.field = 'fallback')[1].origin as missed_layout,
        list_filter(page.provenance, lambda origin: origin.field = 'url_clock')[1].origin as url_clock,
        page.*
    from core.page as page
    join ops.batch as batch using (batch_id)
    where page.kind not in ('index', 'error')
    qualify row_number() over (partition by page.payload_digest, page.url order by batch.load_no desc) = 1
)
select
    publisher,
    coalesce(missed_layout, layout) as layout,
    count(*) as page_count,
    count(missed_layout) as fallback_count,
    count(*) filter (used_seed) as located_by_seed_count,
    count(*) filter (title is null) as untitled_count,
    count(*) filter (lead is null) as leadless_count,
    count(*) filter (published_at is null) as undated_count,
    count(*) filter (len(authors) = 0) as unsigned_count,
    count(*) filter (url_clock in ('page_before_url', 'page_after_url')) as clock_conflict_count,
    max(parser_version) as parser_version,
    fallback_count / page_count as fallback_share
from reading
group by all;

comment on view marts.layout_health is 'A layout on the pages of one host: how often it read them, and how often it found no body, so that the generic reader did. Each page counts once, by its newest reading.';
comment on column marts.layout_health.layout is 'Layout that the pages have; generic where none was told.';
comment on column marts.layout_health.page_count is 'Pages with it; index and error pages left out.';
comment on column marts.layout_health.fallback_count is 'Pages on which it found no body, and the generic reader read them. Many of them tell a redesign.';
comment on column marts.layout_health.located_by_seed_count is 'Pages whose body was found with the seed''s sentences.';
comment on column marts.layout_health.untitled_count is 'Pages without a title.';
comment on column marts.layout_health.leadless_count is 'Pages without a lead that is set apart.';
comment on column marts.layout_health.undated_count is 'Pages without a time of publication.';
comment on column marts.layout_health.unsigned_count is 'Pages without an author.';
comment on column marts.layout_health.clock_conflict_count is 'Pages whose time contradicts the one in their address.';
comment on column marts.layout_health.parser_version is 'Newest version of the parser that read one of them.';
comment on column marts.layout_health.fallback_share is 'fallback / pages, 0-1.';
