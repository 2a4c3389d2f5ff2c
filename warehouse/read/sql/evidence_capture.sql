select
    capture_id, article_id, target_uri, final_uri, redirects, captured_at, memento_datetime,
    source::varchar as source, outcome::varchar as outcome, outcome_detail, http_status, headers, payload_digest,
    payload_bytes, elapsed_ms, request_count, revisit_of, warc_file, warc_offset
from raw.capture
where article_id = $article_id
order by captured_at, capture_id;
