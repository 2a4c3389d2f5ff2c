-- kind: view
create view marts.capture as
with verdict as (
    select
        capture_id,
        max_by(existence, rules_version) as existence,
        max_by(rule, rules_version) as existence_rule
    from core.observation
    group by capture_id
)
select
    capture.capture_id,
    capture.article_id,
    capture.target_uri,
    capture.final_uri,
    capture.redirects,
    capture.captured_at,
    capture.memento_datetime,
    capture.source,
    capture.http_status,
    capture.outcome,
    capture.outcome_detail,
    verdict.existence,
    verdict.existence_rule,
    capture.headers,
    capture.payload_digest,
    capture.payload_bytes,
    capture.elapsed_ms,
    capture.request_count,
    capture.revisit_of,
    capture.warc_file,
    capture.warc_offset
from raw.capture as capture
left join verdict using (capture_id);

comment on view marts.capture is 'One attempt to fetch one address, live or from an archive.';
comment on column marts.capture.capture_id is 'Hash of address, time and payload.';
comment on column marts.capture.target_uri is 'Address that was asked.';
comment on column marts.capture.final_uri is 'Address that answered, after redirects.';
comment on column marts.capture.redirects is 'Hops in order: address, its status, where it pointed.';
comment on column marts.capture.captured_at is 'When we asked, UTC.';
comment on column marts.capture.memento_datetime is 'When the archive saw the page, UTC; NULL for live captures.';
comment on column marts.capture.source is 'Where it was fetched from: live, wayback, warc, folder.';
comment on column marts.capture.http_status is 'Status of the last hop; NULL where no answer came.';
comment on column marts.capture.outcome is 'What the attempt ended in: ok, not_modified, not_found, soft_not_found, forbidden, challenge, timeout and so on.';
comment on column marts.capture.outcome_detail is 'Evidence for the outcome: rule, exception text, robots line.';
comment on column marts.capture.existence is 'What it showed of the article: live, moved, gone, missing, blocked, unreachable, refused, archived_only; NULL where no verdict was reached.';
comment on column marts.capture.headers is 'Response headers of the last hop, names in lower case.';
comment on column marts.capture.payload_digest is 'sha256 of the body after all decoding; NULL where there is none.';
comment on column marts.capture.payload_bytes is 'Bytes of that body.';
comment on column marts.capture.elapsed_ms is 'From the first byte asked to the last received, milliseconds.';
comment on column marts.capture.request_count is 'Requests sent for it, redirects and retries included.';
comment on column marts.capture.revisit_of is 'Earlier capture with the same payload.';
comment on column marts.capture.warc_file is 'WARC file that holds it, relative to the home folder.';
comment on column marts.capture.warc_offset is 'Byte at which its record starts there.';
