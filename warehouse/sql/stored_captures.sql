with chosen_seed as (
    select *
    from raw.seed
    qualify row_number() over (
        partition by article_id order by body_length is not null desc, body_length desc, seed_id
    ) = 1
),
stored as (
    select *
    from raw.capture
    where payload_digest is not null and warc_file is not null and warc_offset is not null and revisit_of is null
        and outcome = 'ok'
        and payload_digest not in (
            select payload_digest from core.page where parser_version = $parser_version
        )
)
select
    seed.seed_id, seed.article_id, seed.article_key, seed.publisher, seed.article_number, seed.canonical_url,
    seed.url, seed.title, seed.body, seed.extra, seed.format, seed.source_path, seed.line,
    stored.capture_id, stored.target_uri, stored.final_uri, stored.captured_at, stored.memento_datetime,
    stored.headers, stored.payload_digest, stored.warc_file, stored.warc_offset
from stored
join chosen_seed as seed using (article_id)
where $publisher::varchar is null or seed.publisher = $publisher
order by stored.warc_file, stored.warc_offset
limit $limit;
