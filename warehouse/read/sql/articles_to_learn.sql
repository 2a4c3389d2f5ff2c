-- The articles of a publisher that have a seed with text and a stored page, with their newest and their oldest page, and
-- without these texts: of many thousands some hundreds are chosen. A page is a payload, as old as the newest look at
-- it; an archived one as old as its copy.
with texts as (
    select article_id
    from raw.seed
    where publisher = $publisher
    group by article_id
    having max(body_length) > 0
),
stored as (
    select
        capture.article_id, capture.payload_digest,
        max(coalesce(capture.memento_datetime, capture.captured_at)) as seen_at
    from raw.capture as capture
    join texts using (article_id)
    where capture.payload_digest is not null
    group by capture.article_id, capture.payload_digest
    having bool_or(
        capture.warc_file is not null
        and capture.warc_offset is not null
        and capture.revisit_of is null
        and capture.outcome = 'ok'
    )
)
select
    article_id, max(seen_at) as seen_at,
    max({'seen_at': seen_at, 'payload_digest': payload_digest}).payload_digest as newest,
    min({'seen_at': seen_at, 'payload_digest': payload_digest}).payload_digest as oldest
from stored
group by article_id;
