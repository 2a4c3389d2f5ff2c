with sighted as (
    select seed_id, article_id, source_path from raw.seed
    union all
    select seed_id, article_id, source_path from ops.duplicate
),
in_scope as (
    select distinct article_id
    from sighted
    where $source_paths::varchar[] is null
        or source_path in (select unnest($source_paths::varchar[]))
        or split_part(source_path, '::', 1) in (select unnest($source_paths::varchar[]))
),
look as (
    select
        observation.article_id, observation.existence, observation.observed_at, observation.current_url,
        row_number() over newest_first as look_no,
        sum((observation.existence in ('live', 'moved'))::integer) over newest_first as present_count
    from core.observation as observation
    join ops.batch as batch using (batch_id)
    window newest_first as (
        partition by observation.article_id
        order by observation.observed_at desc, batch.load_no desc, observation.rules_version desc, rule
        rows unbounded preceding
    )
),
newest_look as (
    select
        article_id,
        any_value(existence) filter (look_no = 1) as existence,
        any_value(observed_at) filter (look_no = 1) as checked_at,
        max_by(current_url, observed_at) as current_url,
        min(observed_at) filter (present_count = 0 and existence in ('missing', 'gone', 'archived_only')) as missing_since
    from look
    group by article_id
),
chosen_seed as (
    select seed_id, article_id, body_length
    from raw.seed
    where article_id in (from in_scope)
    qualify row_number() over (
        partition by article_id order by body_length is not null desc, body_length desc, seed_id
    ) = 1
),
last_payload as (
    select
        article_id,
        max_by(capture_id, captured_at) as capture_id,
        max_by(payload_digest, captured_at) as payload_digest,
        max_by(headers, captured_at) as headers
    from raw.capture
    where payload_digest is not null and source = 'live' and outcome = 'ok'
    group by article_id
),
wanted as (
    select chosen_seed.seed_id, newest_look.*
    from chosen_seed
    left join newest_look using (article_id)
    where $refetch = 'all'
        or newest_look.article_id is null
        or ($refetch = 'due' and newest_look.checked_at + recheck_interval(newest_look.existence) <= $now)
),
candidate as (
    select
        seed.*, wanted.missing_since, wanted.checked_at, wanted.current_url,
        regexp_extract(seed.canonical_url, '^[a-zA-Z]+://([^/?#]+)', 1) as host
    from wanted join raw.seed as seed using (seed_id)
)
select
    candidate.seed_id, candidate.article_id, candidate.article_key, candidate.publisher, candidate.article_number,
    candidate.canonical_url, candidate.url, candidate.title, candidate.body, candidate.extra, candidate.format,
    candidate.source_path, candidate.line,
    candidate.host, candidate.current_url,
    last_payload.capture_id,
    list_filter(last_payload.headers, header -> header."name" = 'etag')[1]."value" as etag,
    list_filter(last_payload.headers, header -> header."name" = 'last-modified')[1]."value" as last_modified,
    last_payload.payload_digest,
    candidate.missing_since, candidate.checked_at
from candidate
left join last_payload using (article_id)
order by candidate.host, candidate.article_id
limit $limit;
