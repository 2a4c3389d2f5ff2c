-- `parser_version` is that of the reading which the look at the capture rests on: the newest one then.
select
    capture_id, article_id, target_uri, final_uri, redirects, captured_at, memento_datetime,
    source::varchar as source, outcome::varchar as outcome, outcome_detail, http_status, headers, payload_digest,
    payload_bytes, elapsed_ms, request_count, revisit_of, warc_file, warc_offset,
    (
        select arg_max(page.parser_version, read_in.load_no)
        from core.page as page
        join ops.batch as read_in on read_in.batch_id = page.batch_id
        where page.payload_digest = capture.payload_digest and page.url = capture.final_uri
            and read_in.load_no <= batch.load_no
    ) as parser_version
from raw.capture as capture
join ops.batch as batch using (batch_id)
where article_id = $article_id
order by captured_at, capture_id;
