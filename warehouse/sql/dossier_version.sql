-- The versions of one article: what marts.article_version says of it (a test holds the two together), read from its
-- rows alone, because that view reads all articles before it drops the others.
with seed as materialized (
    select * from raw.seed where article_id = $article_id
),
seed_key as (
    select
        seed_id,
        case
            when (select count(*) from seed) = 1 then seed_id
            else md5(trim(regexp_replace(nfc_normalize(concat(title, e'\n', body)), '\s+', ' ', 'g')))
        end as text_key
    from seed
),
capture as materialized (
    select capture_id, source, coalesce(memento_datetime, captured_at) as seen_at
    from raw.capture
    where article_id = $article_id
),
reading as materialized (
    -- the newest reading of each capture
    select found.capture_id, found.reconciliation_id, found.seed_id, found.page_id, found.content, batch.load_no
    from core.reconciliation as found
    join ops.batch as batch using (batch_id)
    where found.article_id = $article_id and found.page_id is not null and found.capture_id in (select capture_id from capture)
),
page as materialized (
    select page_id, any_value(payload_digest) as payload_digest, any_value(text_key) as text_key,
        any_value(title) as title, any_value(lead) as lead, any_value(blocks) as blocks
    from core.page
    where page_id in (select page_id from reading)
    group by page_id
),
seed_event as (
    select
        0 as origin_rank, seed_id as source_id, text_key, null::timestamptz as seen_at, 0 as load_no,
        row_number() over (order by body_length is not null, body_length, seed_id desc) as place
    from seed join seed_key using (seed_id)
),
page_event as (
    select
        1 as origin_rank, reading.capture_id as source_id,
        first_value(
            case when reading.content in ('identical', 'cosmetic') then seed_key.text_key else page.text_key end
        ) over (
            partition by page.payload_digest order by reading.load_no desc, reading.reconciliation_id
        ) as text_key,
        capture.seen_at, reading.load_no, 1 as place
    from reading
    join page using (page_id)
    join capture using (capture_id)
    join seed_key using (seed_id)
    where reading.content <> 'not_compared'
    qualify row_number() over (
        partition by reading.capture_id order by reading.load_no desc, reading.reconciliation_id
    ) = 1
),
event as (
    from seed_event union all by name from page_event
),
ordered as (
    select *, text_key is distinct from lag(text_key) over (order by origin_rank, place, seen_at, load_no, source_id) as is_new
    from event
),
version as (
    select
        origin_rank, source_id, seen_at,
        row_number() over in_order - 1 as version_no,
        min(seen_at) over () as first_seen_at,
        lead(seen_at) over in_order as valid_to,
        lead(source_id) over in_order is null as is_current
    from ordered
    where is_new
    window in_order as (order by origin_rank, place, seen_at, load_no, source_id)
),
dated as (
    select
        version.*,
        case when origin_rank = 0 then least(article.published_at, first_seen_at) else seen_at end as valid_from
    from version, derived.current_article as article
    where article.article_id = $article_id
),
page_text as (
    select
        reading.capture_id, page.title,
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
    from reading
    join page using (page_id)
    join capture using (capture_id)
    qualify row_number() over (
        partition by reading.capture_id order by reading.load_no desc, reading.reconciliation_id
    ) = 1
)
select
    dated.version_no, 'seed' as origin, seed.title, seed.body as "text", sha256(coalesce(seed.body, '')) as text_sha256,
    dated.valid_from, case when dated.is_current then null else coalesce(dated.valid_to, dated.valid_from) end as valid_to,
    dated.is_current, seed.seed_id, null as capture_id
from dated
join seed on seed.seed_id = dated.source_id
where dated.origin_rank = 0
union all
select
    dated.version_no, page_text.origin, page_text.title, page_text."text", sha256(page_text."text") as text_sha256,
    dated.valid_from, dated.valid_to, dated.is_current, null, page_text.capture_id
from dated
join page_text on page_text.capture_id = dated.source_id
where dated.origin_rank = 1
order by version_no;
