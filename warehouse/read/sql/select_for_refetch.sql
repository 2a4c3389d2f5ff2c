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
        observation.capture_id, observation.rule, observation.evidence, observation.rules_version,
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
        any_value(capture_id) filter (look_no = 1) as capture_id,
        any_value({'rule': rule, 'evidence': evidence, 'rules_version': rules_version}) filter (look_no = 1) as told,
        min(observed_at) filter (present_count = 0 and existence in ('missing', 'gone', 'archived_only')) as missing_since
    from look
    group by article_id
),
chosen_seed as (
    select seed_id, article_id, publisher, body_length
    from raw.seed
    where article_id in (from in_scope)
    qualify row_number() over (
        partition by article_id order by body_length is not null desc, body_length desc, seed_id
    ) = 1
),
last_payload as (
    select
        article_id,
        max_by(
            {
                'capture_id': capture_id, 'target_uri': target_uri, 'captured_at': captured_at, 'headers': headers,
                'payload_digest': payload_digest, 'warc_file': warc_file, 'warc_offset': warc_offset
            },
            captured_at
        ) as capture
    from raw.capture
    where payload_digest is not null and source = 'live' and outcome = 'ok'
    group by article_id
),
archived as (
    select distinct article_id from raw.capture where source <> 'live' and outcome = 'ok'
),
story as (
    select
        article_id,
        arg_max({'at': published_at, 'precision': published_at_precision}, batch.load_no) as dated
    from core.reconciliation join ops.batch as batch using (batch_id)
    where published_at is not null
    group by article_id
),
tried as (
    select article_id, list("address") as addresses from address_tries() group by article_id
),
due as (
    select article_id from recheck_plan($confirm_after) where next_check_at <= $now
),
wanted as (
    select chosen_seed.seed_id, chosen_seed.publisher, newest_look.*
    from chosen_seed
    left join newest_look using (article_id)
    left join due using (article_id)
    where ($article_ids::varchar[] is null or chosen_seed.article_id in (select unnest($article_ids::varchar[])))
        and ($refetch = 'all' or newest_look.article_id is null or ($refetch = 'due' and due.article_id is not null))
),
-- How the pages of the newest looks stand to the seeds that are chosen now, by the versions asked for.
reading as (
    select found.seed_id, page.payload_digest, page.url, arg_max(found.content, batch.load_no) as content
    from core.reconciliation as found
    join wanted using (seed_id)
    join core.page as page using (page_id)
    join ops.batch as batch on batch.batch_id = found.batch_id
    where found.capture_id is not null
        and found.rules_version = $versions.comparison
        and page.parser_version
            = coalesce(map($publishers::varchar[], $learned_versions::varchar[])[wanted.publisher], $versions.parser)
    group by all
),
known as (
    select
        wanted.seed_id,
        {
            'payload_digest': capture.payload_digest,
            'content_type': list_filter(capture.headers, header -> header."name" = 'content-type')[1]."value",
            'target_uri': capture.target_uri,
            'final_uri': capture.final_uri, 'existence': wanted.existence::varchar, 'rule': wanted.told.rule,
            'evidence': wanted.told.evidence, 'current_url': wanted.current_url, 'content': reading.content::varchar
        } as verdict
    from wanted
    join raw.capture as capture on capture.capture_id = wanted.capture_id
    join reading
        on reading.seed_id = wanted.seed_id
        and reading.payload_digest = capture.payload_digest
        and reading.url = capture.final_uri
    where wanted.told.rules_version = $versions.existence
),
candidate as (
    select
        seed.*, wanted.missing_since, wanted.checked_at, wanted.current_url, wanted.existence,
        regexp_extract(seed.canonical_url, '^[a-zA-Z]+://([^/?#]+)', 1) as host
    from wanted join raw.seed as seed using (seed_id)
)
select
    candidate.seed_id, candidate.article_id, candidate.article_key, candidate.publisher, candidate.article_number,
    candidate.canonical_url, candidate.url, candidate.title, candidate.body, candidate.extra, candidate.format,
    candidate.source_path, candidate.line,
    candidate.host, candidate.current_url, candidate.existence,
    last_payload.capture.capture_id,
    last_payload.capture.target_uri,
    last_payload.capture.captured_at,
    list_filter(last_payload.capture.headers, header -> header."name" = 'etag')[1]."value" as etag,
    list_filter(last_payload.capture.headers, header -> header."name" = 'last-modified')[1]."value" as last_modified,
    last_payload.capture.payload_digest, last_payload.capture.warc_file, last_payload.capture.warc_offset,
    candidate.missing_since, candidate.checked_at, story.dated."at" as published_at,
    archived.article_id is not null as has_archived, known.verdict as known,
    story.dated."precision" as published_at_precision, tried.addresses as tried_addresses
from candidate
left join known using (seed_id)
left join last_payload using (article_id)
left join story using (article_id)
left join archived using (article_id)
left join tried using (article_id)
order by candidate.host, candidate.article_id
limit $limit;
