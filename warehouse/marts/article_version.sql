-- kind: view
-- needs: current_article
create view marts.article_version as
-- Joins name the article beside the other key, so that asking for one article reads one article.
with seed_count as (
    select article_id, count(*) as seeds from raw.seed group by article_id
),
seed_key as (
    -- what a seed says: its id, or where an article has several, its words without regard to form
    select
        article_id,
        seed_id,
        case
            when seeds = 1 then seed_id
            else md5(trim(regexp_replace(nfc_normalize(concat(title, e'\n', body)), '\s+', ' ', 'g')))
        end as text_key
    from raw.seed join seed_count using (article_id)
),
seed_event as (
    select
        article_id, 0 as origin_rank, seed_id as source_id, text_key, null::timestamptz as seen_at, 0 as load_no,
        row_number() over (
            partition by article_id order by body_length is not null, body_length, seed_id desc
        ) as place  -- the seed that stands for the article comes last
    from raw.seed join seed_key using (article_id, seed_id)
),
page_event as (
    select
        found.article_id,
        1 as origin_rank,
        found.capture_id as source_id,
        -- one payload says one thing: its newest reading, so that a parser's difference is no edit of the page
        first_value(
            case when found.content in ('identical', 'cosmetic') then seed_key.text_key else page.text_key end
        ) over (
            partition by found.article_id, page.payload_digest order by batch.load_no desc, found.reconciliation_id
        ) as text_key,
        coalesce(capture.memento_datetime, capture.captured_at) as seen_at,
        batch.load_no,
        1 as place
    from core.reconciliation as found
    join core.page as page using (page_id)
    join raw.capture as capture on capture.capture_id = found.capture_id and capture.article_id = found.article_id
    join ops.batch as batch on batch.batch_id = found.batch_id
    join seed_key on seed_key.seed_id = found.seed_id and seed_key.article_id = found.article_id
    where found.content <> 'not_compared'
    qualify row_number() over (
        partition by found.article_id, found.capture_id order by batch.load_no desc, found.reconciliation_id
    ) = 1
),
event as (
    from seed_event union all by name from page_event
),
ordered as (
    select
        *,
        text_key is distinct from lag(text_key) over (
            partition by article_id order by origin_rank, place, seen_at, load_no, source_id
        ) as is_new
    from event
),
version as (
    select
        article_id, origin_rank, source_id, seen_at,
        row_number() over in_order - 1 as version_no,
        min(seen_at) over (partition by article_id) as first_seen_at,
        lead(seen_at) over in_order as valid_to,
        lead(source_id) over in_order is null as is_current
    from ordered
    where is_new
    window in_order as (partition by article_id order by origin_rank, place, seen_at, load_no, source_id)
),
dated as (
    select
        version.*,
        case when origin_rank = 0 then least(article.published_at, first_seen_at) else seen_at end as valid_from
    from version
    join derived.current_article as article using (article_id)
),
page_text as (
    select
        found.capture_id, found.article_id, page.title,
        case when capture.source = 'live' then 'page' else 'archive' end as origin,
        array_to_string(
            list_concat(
                case when page.lead is null then [] else [page.lead] end,
                list_transform(
                    list_filter(page.blocks, lambda block: block.kind <> 'caption'), lambda block: block."text"
                )
            ),
            e'\n\n'
        ) as "text"
    from core.reconciliation as found
    join core.page as page using (page_id)
    join raw.capture as capture on capture.capture_id = found.capture_id and capture.article_id = found.article_id
    join ops.batch as batch on batch.batch_id = found.batch_id
    qualify row_number() over (
        partition by found.article_id, found.capture_id order by batch.load_no desc, found.reconciliation_id
    ) = 1
)
select
    dated.article_id,
    dated.version_no,
    'seed'::text_source as origin,
    seed.title,
    seed.body as "text",
    sha256(coalesce(seed.body, '')) as text_sha256,
    dated.valid_from,
    case when dated.is_current then null else coalesce(dated.valid_to, dated.valid_from) end as valid_to,
    dated.is_current,
    seed.seed_id,
    null as capture_id
from dated
join raw.seed as seed on seed.seed_id = dated.source_id and seed.article_id = dated.article_id
where dated.origin_rank = 0
union all
select
    dated.article_id,
    dated.version_no,
    page_text.origin::text_source,
    page_text.title,
    page_text."text",
    sha256(page_text."text"),
    dated.valid_from,
    dated.valid_to,
    dated.is_current,
    null,
    page_text.capture_id
from dated
join page_text on page_text.article_id = dated.article_id and page_text.capture_id = dated.source_id
where dated.origin_rank = 1;

comment on view marts.article_version is 'A distinct text of an article, in the order in which it was valid (SCD2). Version 0 is the text that its owner had; a page that says the same but for form is no new version.';
comment on column marts.article_version.article_id is 'Article that it belongs to.';
comment on column marts.article_version.version_no is 'From 0, in order.';
comment on column marts.article_version.origin is 'Where the text is from: seed, page (live), archive.';
comment on column marts.article_version.title is 'Title of this version, as its source has it.';
comment on column marts.article_version.text is 'Text of this version: verbatim from the seed; blocks joined by a blank line from a page.';
comment on column marts.article_version.text_sha256 is 'SHA-256 of the text, hexadecimal.';
comment on column marts.article_version.valid_from is 'When this version was first seen, UTC; for a seed the day of publication, NULL where that is unknown.';
comment on column marts.article_version.valid_to is 'When the next version was first seen, UTC; NULL for the last version. Equal to valid_from for a seed that another seed of the article outranks.';
comment on column marts.article_version.is_current is 'Whether it is the last version.';
comment on column marts.article_version.seed_id is 'Seed that holds it; NULL for pages.';
comment on column marts.article_version.capture_id is 'Capture that showed it first; NULL for seeds.';
