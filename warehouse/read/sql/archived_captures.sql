-- Captures whose answer is archived, each with what its article is called; `articles` is empty for all.
select
    capture.capture_id, capture.article_id, article.title, capture.outcome::varchar as outcome,
    capture.warc_file, capture.warc_offset
from raw.capture as capture
inner join marts.article as article using (article_id)
where capture.warc_file is not null
  and capture.warc_offset is not null
  and (len($articles) = 0 or list_contains($articles, capture.article_id))
order by capture.captured_at, capture.capture_id;
