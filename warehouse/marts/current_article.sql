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
comment on column derived.current_article.article_id is 'Stable id, 16 hex digits, of article_key.';
comment on column derived.current_article.url is 'Address as the seed wrote it.';
comment on column derived.current_article.current_url is 'Where the article is now, when existence is live or moved.';
comment on column derived.current_article.publisher is 'Host without www., m. or amp.';
comment on column derived.current_article.title is 'Repaired title; NULL where there is none.';
comment on column derived.current_article.lead is 'Opening paragraph that the page sets apart from the body.';
comment on column derived.current_article.published_at is 'When it was published, UTC; how sure says published_at_precision.';
comment on column derived.current_article.published_at_precision is 'How published_at was found, best first: page, archive, seed, url, id_clock_and_text, id_clock, unknown.';
comment on column derived.current_article.modified_at is 'When the page says that it was last changed, UTC.';
comment on column derived.current_article.authors is 'Names of the authors; empty where unknown.';
comment on column derived.current_article.section is 'Section of the publisher.';
comment on column derived.current_article.tags is 'Tags of the publisher; empty where unknown.';
comment on column derived.current_article.language is 'BCP 47 code.';
comment on column derived.current_article.existence is 'What the newest look showed of the source page: live, moved, gone (confirmed), missing (looked gone once), blocked, unreachable, refused, archived_only, unchecked. blocked, unreachable and refused never count as rot.';
comment on column derived.current_article.existence_rule is 'Rule that decided existence; NULL while unchecked.';
comment on column derived.current_article.existence_evidence is 'Evidence for existence, one line: status, matched text, earlier capture.';
comment on column derived.current_article.content is 'How the page''s text stands to the seed''s: identical, cosmetic, extended, shortened, edited, rewritten, replaced, seed_truncated, not_compared.';
comment on column derived.current_article.content_rule is 'Rule that decided content.';
comment on column derived.current_article.similarity is 'Likeness of page and seed, 0-1; NULL where not compared.';
comment on column derived.current_article.same_count is 'Sentences of the seed that the page has unchanged.';
comment on column derived.current_article.cosmetic_count is 'Sentence pairs that differ in form only.';
comment on column derived.current_article.edited_count is 'Sentence pairs with changed words.';
comment on column derived.current_article.moved_count is 'Sentences that stand elsewhere on the page.';
comment on column derived.current_article.added_count is 'Sentences that only the page has.';
comment on column derived.current_article.removed_count is 'Sentences that only the seed has.';
comment on column derived.current_article.apparatus_count is 'Sentences that are captions, credits, bylines and the like.';
comment on column derived.current_article.changed_share is '(edited + max(added, removed)) / (that + same + cosmetic + moved), 0-1; NULL where not compared.';
comment on column derived.current_article.seed_path is 'File that holds the seed: "archive::member" inside an archive; the first by name where several hold it.';
comment on column derived.current_article.seed_line is 'Line, row or member number in that file, from 1.';
comment on column derived.current_article.seed_id is 'The seed that stands for the article: the one with text, then the longest, then the smallest id.';
comment on column derived.current_article.seed_count is 'Different seeds of this article; all are in raw.seed and marts.article_version.';
comment on column derived.current_article.article_key is 'What article_id is the hash of: publisher and article number, else the SURT of the address.';
comment on column derived.current_article.article_number is 'The publisher''s own number, where the address carries one.';
comment on column derived.current_article.checked_at is 'When the page was last looked at, UTC; NULL while unchecked.';
comment on column derived.current_article.capture_id is 'Capture of that look.';
comment on column derived.current_article.missing_since is 'First of the unbroken row of looks that found the page missing or gone, UTC; NULL otherwise.';
comment on column derived.current_article.compared_at is 'When the page that the content rests on was seen (by us, or by the archive that kept it), UTC.';
comment on column derived.current_article.content_capture_id is 'Capture that content, changes and repaired sentences rest on; NULL where not compared.';
comment on column derived.current_article.reconciliation_id is 'Reconciliation that text and content come from.';
comment on column derived.current_article.word_count is 'Words of the text: runs between spaces; characters where the language writes no spaces.';
comment on column derived.current_article.sentence_count is 'Sentences of the text.';
comment on column derived.current_article.issues is 'What was wrong with the seed''s text: caption_in_text, flattened, mojibake, not_nfc, truncated, boilerplate, no_text, ...';

-- refresh
-- Only the articles of temp table `touched` are built again; all of them when the whole mart is.
delete from derived.current_article where article_id in (select article_id from touched);

insert into derived.current_article by name
with seed as (
    select seed_id, article_id, article_key, publisher, article_number, url, source_path, line, body_length
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
    select *, count(*) over (partition by article_id) as seed_count
    from seed
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
-- Ordered by the few columns that decide; only the chosen ones are read whole.
compared as (
    select
        found.rowid as place,
        coalesce(capture.memento_datetime, capture.captured_at) as compared_at,
        row_number() over (
            partition by found.article_id
            order by
                found.content <> 'not_compared' desc,
                coalesce(capture.memento_datetime, capture.captured_at) desc nulls last,
                found.seed_id = chosen_seed.seed_id desc,
                batch.load_no desc,
                found.reconciliation_id
        ) as choice
    from core.reconciliation as found
    join ops.batch as batch using (batch_id)
    left join (select capture_id, captured_at, memento_datetime from raw.capture) as capture using (capture_id)
    join (select article_id, seed_id from chosen_seed) as chosen_seed using (article_id)
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
    seed.url,
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
    coalesce(found.issues, []) as issues
from chosen_seed as seed
join first_sighting using (seed_id)
left join newest_look using (article_id)
left join current_reconciliation as found using (article_id);
