-- Every attempt to fetch one article, with what it showed where that was judged.
with verdict as (
    select
        capture_id,
        max_by(existence, rules_version) as existence,
        max_by(rule, rules_version) as existence_rule,
        max_by(evidence, rules_version) as existence_evidence
    from core.observation
    where article_id = $article_id
    group by capture_id
)
select
    capture.capture_id, capture.captured_at, capture.memento_datetime, capture.source::varchar as source,
    capture.target_uri, capture.final_uri, capture.http_status, capture.outcome::varchar as outcome,
    capture.outcome_detail, verdict.existence::varchar as existence, verdict.existence_rule,
    verdict.existence_evidence, capture.payload_digest, capture.payload_bytes, capture.warc_file, capture.warc_offset
from raw.capture as capture
left join verdict using (capture_id)
where capture.article_id = $article_id
order by capture.captured_at, capture.capture_id;
