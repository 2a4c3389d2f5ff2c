-- kind: table
-- needs: current_article, settled_verdict
-- What marts.article_version shows, without the texts, so that asking for one article does not order all of them.
create table derived.version (
    article_id varchar not null,
    version_no bigint not null,
    origin text_source not null,
    valid_from timestamptz,
    valid_to timestamptz,
    is_current boolean not null,
    seed_id varchar,
    capture_id varchar,
    page_id varchar
);

comment on table derived.version is 'A distinct text of an article and when it was valid: what marts.article_version reads. Built by publish from the facts.';
comment on column derived.version.page_id is 'Reading of that capture which holds its text; NULL for seeds.';

-- refresh
delete from derived.version where article_id in (select article_id from touched);

insert into derived.version by name
with seed as (
    select seed_id, article_id, body_length, count(*) over (partition by article_id) as seed_count, rowid as place
    from raw.seed
    where article_id in (select article_id from touched) and article_id not in (select article_id from ops.quarantine)
),
seed_text as (
    -- the words of a seed without regard to form; read only where an article has several seeds
    select
        seed_id,
        md5(trim(regexp_replace(nfc_normalize(concat(title, e'\n', body)), '\s+', ' ', 'g'))) as text_key
    from raw.seed
    where rowid in (select place from seed where seed_count > 1)
),
seed_key as (
    select seed.seed_id, seed.article_id, seed.body_length, coalesce(seed_text.text_key, seed.seed_id) as text_key
    from seed left join seed_text using (seed_id)
),
seed_event as (
    select
        article_id, 0 as origin_rank, seed_id as source_id, null::varchar as page_id, text_key,
        null::timestamptz as seen_at, 'seed' as origin, 0 as load_no,
        row_number() over (
            partition by article_id order by body_length is not null, body_length, seed_id desc
        ) as place  -- the seed that stands for the article comes last
    from seed_key
),
page_event as (
    select
        found.article_id,
        1 as origin_rank,
        found.capture_id as source_id,
        found.page_id,
        -- one payload says one thing: its newest reading, so that a parser's difference is no edit of the page
        first_value(
            case
                when coalesce(settled.content, found.content) in ('identical', 'cosmetic') then seed_key.text_key
                else page.text_key
            end
        ) over (
            partition by found.article_id, page.payload_digest order by batch.load_no desc, found.reconciliation_id
        ) as text_key,
        coalesce(capture.memento_datetime, capture.captured_at) as seen_at,
        case when capture.source = 'live' then 'page' else 'archive' end as origin,
        batch.load_no,
        1 as place
    from core.reconciliation as found
    join core.page as page using (page_id)
    left join derived.settled_verdict as settled on settled.reconciliation_id = found.reconciliation_id
    join raw.capture as capture on capture.capture_id = found.capture_id
    join ops.batch as batch on batch.batch_id = found.batch_id
    join seed_key on seed_key.seed_id = found.seed_id
    where found.content <> 'not_compared'
    qualify row_number() over (
        partition by found.article_id, found.capture_id order by batch.load_no desc, found.reconciliation_id
    ) = 1
),
event as (
    select * from seed_event
    union all by name
    select * from page_event
),
ordered as (
    select
        *,
        text_key is distinct from lag(text_key) over (
            partition by article_id order by origin_rank, place, seen_at, load_no, source_id
        ) as is_new
    from event
),
dated as (
    select
        article_id, origin_rank, origin, source_id, page_id, seen_at,
        row_number() over in_order - 1 as version_no,
        min(seen_at) over (partition by article_id) as first_seen_at,
        lead(seen_at) over in_order as next_seen_at,
        lead(source_id) over in_order is null as is_current
    from ordered
    where is_new
    window in_order as (partition by article_id order by origin_rank, place, seen_at, load_no, source_id)
),
bounded as (
    select
        dated.*,
        case when origin_rank = 0 then least(article.published_at, first_seen_at) else seen_at end as valid_from
    from dated
    join derived.current_article as article using (article_id)
)
select
    article_id,
    version_no,
    origin::text_source as origin,
    valid_from,
    case
        when is_current then null
        when origin_rank = 0 then coalesce(next_seen_at, valid_from)
        else next_seen_at
    end as valid_to,
    is_current,
    case when origin_rank = 0 then source_id end as seed_id,
    case when origin_rank = 1 then source_id end as capture_id,
    page_id
from bounded;
