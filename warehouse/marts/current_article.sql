-- kind: table
-- What marts.article shows, without the text, so that a publish writes little.
create table derived.current_article (
    article_id varchar not null,
    url varchar not null,
    current_url varchar,
    publisher varchar not null,
    title varchar,
    lead varchar,
    published_at timestamptz,
    published_at_precision date_precision not null,
    modified_at timestamptz,
    authors varchar[] not null,
    section varchar,
    tags varchar[] not null,
    language varchar,
    existence existence not null,
    existence_rule varchar,
    existence_evidence varchar,
    content content not null,
    content_rule varchar,
    similarity double,
    same_count integer,
    cosmetic_count integer,
    edited_count integer,
    moved_count integer,
    added_count integer,
    removed_count integer,
    apparatus_count integer,
    changed_share double,
    seed_path varchar not null,
    seed_line bigint,
    seed_id varchar not null,
    seed_count integer not null,
    article_key varchar not null,
    article_number varchar,
    checked_at timestamptz,
    capture_id varchar,
    missing_since timestamptz,
    compared_at timestamptz,
    content_capture_id varchar,
    reconciliation_id varchar,
    word_count integer not null,
    sentence_count integer not null,
    issues issue[] not null
);

comment on table derived.current_article is 'An article as best known, without its text: what marts.article reads. Built by publish from the facts.';

-- refresh
-- Only the articles of temp table `touched` are built again; all of them when the whole mart is.
delete from derived.current_article where article_id in (select article_id from touched);

insert into derived.current_article by name
with seed as (
    select
        seed_id, article_id, article_key, publisher, article_number, url, canonical_url, title, source_path, line,
        body_length
    from raw.seed
    where article_id in (select article_id from touched) and article_id not in (select article_id from ops.quarantine)
),
sighting as (
    select seed_id, source_path, line from seed
    union all
    select seed_id, source_path, line from ops.duplicate where article_id in (select article_id from touched)
),
first_sighting as (
    select
        seed_id,
        min_by({'path': source_path, 'line': line}, {'path': source_path, 'line': coalesce(line, 0)}) as place
    from sighting
    group by seed_id
),
chosen_seed as (
    select
        *,
        count(*) over (partition by article_id) as seed_count,
        -- A headline that was corrected is much like the one before it; a front page has one story today, another tomorrow.
        min(jaro_winkler_similarity(lower(title), lower(first_title))) over (partition by article_id) < 0.75
            as has_several_texts
    from (select *, first_value(title) over (partition by article_id order by seed_id) as first_title from seed)
    qualify row_number() over (
        partition by article_id order by body_length is not null desc, body_length desc, seed_id
    ) = 1
),
look as (
    select
        observation.*, batch.load_no,
        case
            when capture.source = 'live' then max(observed_at) over (
                partition by observation.article_id, capture.source order by batch.load_no, observed_at
            )
            else observed_at
        end as effective_at
    from core.observation as observation
    join ops.batch as batch using (batch_id)
    left join (select capture_id, source from raw.capture) as capture using (capture_id)
    where observation.article_id in (select article_id from touched)
),
numbered_look as (
    select
        *,
        row_number() over newest_first as look_no,
        sum((existence in ('live', 'moved'))::integer) over newest_first as present_count
    from look
    window newest_first as (
        partition by article_id order by effective_at desc, load_no desc, rules_version desc, capture_id, rule
        rows unbounded preceding
    )
),
newest_look as (
    select
        article_id,
        min(observed_at) filter (present_count = 0 and existence in ('missing', 'gone', 'archived_only')) as missing_since,
        any_value(existence) filter (look_no = 1) as existence,
        any_value(rule) filter (look_no = 1) as existence_rule,
        any_value(evidence) filter (look_no = 1) as existence_evidence,
        any_value(current_url) filter (look_no = 1) as current_url,
        any_value(observed_at) filter (look_no = 1) as checked_at,
        any_value(capture_id) filter (look_no = 1) as capture_id
    from numbered_look
    group by article_id
),
-- When the bytes of a page were seen last: a later look that sees them again compares nothing anew.
seen_again as (
    select article_id, payload_digest, max(captured_at) as captured_at
    from raw.capture
    where article_id in (select article_id from touched)
        and source = 'live' and outcome in ('ok', 'not_modified') and payload_digest is not null
    group by article_id, payload_digest
),
-- Ordered by the few columns that decide; only the chosen ones are read whole.
compared as (
    select
        found.rowid as place,
        coalesce(capture.memento_datetime, seen_again.captured_at, capture.captured_at) as compared_at,
        row_number() over (
            partition by found.article_id
            order by
                found.content <> 'not_compared' desc,
                coalesce(capture.memento_datetime, seen_again.captured_at, capture.captured_at) desc nulls last,
                coalesce(capture.memento_datetime, capture.captured_at) desc nulls last,
                found.seed_id = chosen_seed.seed_id desc,
                batch.load_no desc,
                found.reconciliation_id
        ) as choice
    from core.reconciliation as found
    join ops.batch as batch using (batch_id)
    left join (
        select capture_id, captured_at, memento_datetime, payload_digest from raw.capture
    ) as capture using (capture_id)
    left join seen_again
        on seen_again.article_id = found.article_id and seen_again.payload_digest = capture.payload_digest
    join (select article_id, seed_id from chosen_seed) as chosen_seed on chosen_seed.article_id = found.article_id
    where found.article_id in (select article_id from touched)
),
current_reconciliation as (
    select found.* exclude (sentences), compared.compared_at
    from core.reconciliation as found
    join compared on found.rowid = compared.place
    where compared.choice = 1
)
select
    seed.article_id,
    if(seed.url ilike 'http%', seed.url, seed.canonical_url) as url,
    newest_look.current_url,
    seed.publisher,
    found.title,
    found.lead,
    found.published_at,
    coalesce(found.published_at_precision, 'unknown') as published_at_precision,
    found.modified_at,
    coalesce(found.authors, []) as authors,
    found.section,
    coalesce(found.tags, []) as tags,
    found.language,
    coalesce(newest_look.existence, 'unchecked') as existence,
    newest_look.existence_rule,
    newest_look.existence_evidence,
    coalesce(found.content, 'not_compared') as content,
    found.content_rule,
    found.similarity,
    found.same_count,
    found.cosmetic_count,
    found.edited_count,
    found.moved_count,
    found.added_count,
    found.removed_count,
    found.apparatus_count,
    found.changed_share,
    first_sighting.place.path as seed_path,
    first_sighting.place.line as seed_line,
    seed.seed_id,
    seed.seed_count,
    seed.article_key,
    seed.article_number,
    newest_look.checked_at,
    newest_look.capture_id,
    newest_look.missing_since,
    case when found.content <> 'not_compared' then found.compared_at end as compared_at,
    case when found.content <> 'not_compared' then found.capture_id end as content_capture_id,
    found.reconciliation_id,
    coalesce(found.word_count, 0) as word_count,
    coalesce(found.sentence_count, 0) as sentence_count,
    if(
        coalesce(seed.has_several_texts, false),
        list_append(coalesce(found.issues, []), 'several_texts'::issue),
        coalesce(found.issues, [])
    ) as issues
from chosen_seed as seed
join first_sighting using (seed_id)
left join newest_look using (article_id)
left join current_reconciliation as found using (article_id);
