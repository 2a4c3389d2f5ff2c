-- A payload is read once for an article, as what the newest look at it says: a later capture that repeats the payload
-- (revisit_of) holds none of its own, and the newest capture's reading is the one that counts.
with chosen_seed as (
    select *
    from raw.seed
    where $article_ids::varchar[] is null or article_id in (select unnest($article_ids::varchar[]))
    qualify row_number() over (
        partition by article_id order by body_length is not null desc, body_length desc, seed_id
    ) = 1
),
wanted as (
    select capture.*, memento_datetime is null as is_live
    from raw.capture as capture
    join chosen_seed using (article_id)
    anti join core.page as page
        on page.payload_digest = capture.payload_digest
        and page.parser_version
            = coalesce(map($publishers::varchar[], $learned_versions::varchar[])[chosen_seed.publisher], $parser_version)
    where capture.payload_digest is not null
),
stored as (
    select *
    from wanted
    where warc_file is not null and warc_offset is not null and revisit_of is null and outcome = 'ok'
    qualify row_number() over (
        partition by article_id, payload_digest, is_live order by captured_at, warc_file, warc_offset
    ) = 1
),
newest as (
    select wanted.*
    from wanted
    left join (
        select distinct capture_id, true as has_verdict from core.reconciliation where capture_id is not null
    ) as held using (capture_id)
    qualify row_number() over (
        partition by article_id, payload_digest, is_live
        order by coalesce(has_verdict, false) desc, captured_at desc, wanted.capture_id
    ) = 1
)
select
    seed.seed_id, seed.article_id, seed.article_key, seed.publisher, seed.article_number, seed.canonical_url,
    seed.url, seed.title, seed.body, seed.extra, seed.format, seed.source_path, seed.line,
    newest.capture_id, newest.target_uri, newest.final_uri, newest.captured_at, newest.memento_datetime,
    stored.headers, stored.payload_digest, stored.warc_file, stored.warc_offset
from stored
join newest using (article_id, payload_digest, is_live)
join chosen_seed as seed using (article_id)
where $publisher::varchar is null or seed.publisher = $publisher or seed.publisher like '%.' || $publisher
order by stored.warc_file, stored.warc_offset
limit $limit;
