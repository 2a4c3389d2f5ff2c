insert into raw.capture (
    capture_id, article_id, target_uri, final_uri, redirects, captured_at, memento_datetime, source, outcome,
    outcome_detail, http_status, headers, payload_digest, payload_bytes, elapsed_ms, request_count, revisit_of,
    warc_file, warc_offset, batch_id
)
select
    capture_id, article_id, target_uri, final_uri, redirects, captured_at, memento_datetime, source, outcome,
    outcome_detail, http_status, headers, payload_digest, payload_bytes, elapsed_ms, request_count, revisit_of,
    warc_file, warc_offset, batch_id
from read_parquet($files) as incoming
anti join raw.capture as held using (capture_id)
qualify row_number() over (partition by capture_id order by batch_id) = 1;
