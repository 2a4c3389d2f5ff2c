-- The pages of a publisher whose articles have a seed with text, without these texts: of many thousands some hundreds
-- are chosen. A page is a payload of an article, as old as the newest look at it; an archived one as old as its copy.
with texts as (
    select article_id
    from raw.seed
    where publisher = $publisher
    group by article_id
    having max(body_length) > 0
)
select capture.article_id, capture.payload_digest, max(coalesce(capture.memento_datetime, capture.captured_at)) as seen_at
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
order by capture.article_id, capture.payload_digest;
