-- Facts: append-only. No PRIMARY KEY and no UNIQUE: the loader's anti-join and warehouse/checks hold uniqueness.
create schema raw;
create schema core;
create schema derived;
create schema marts;

create table ops.batch (
    batch_id varchar not null,
    kind batch_kind not null,
    run_id varchar not null,
    load_no bigint not null,
    written_at timestamptz not null,
    loaded_at timestamptz not null,
    seeds_read bigint not null,
    seeds_loaded bigint not null,
    seeds_duplicate bigint not null,
    seeds_rejected bigint not null,
    captures bigint not null,
    pages bigint not null,
    reconciliations bigint not null
);

comment on table ops.batch is 'A batch that was loaded: the unit of work, loaded once or not at all.';
comment on column ops.batch.batch_id is 'Hash of kind and inputs: the same work has the same id.';
comment on column ops.batch.kind is 'Part of the line that it ran: seeds, pages, reparse.';
comment on column ops.batch.run_id is 'Run that loaded it.';
comment on column ops.batch.load_no is 'From 1, in the order of loading.';
comment on column ops.batch.written_at is 'When its files were written, UTC.';
comment on column ops.batch.loaded_at is 'When it was loaded, UTC.';
comment on column ops.batch.seeds_read is 'Seeds that its worker read: loaded + duplicate + rejected.';
comment on column ops.batch.seeds_loaded is 'Seeds that are new here.';
comment on column ops.batch.seeds_duplicate is 'Seeds that were held already; they are in ops.duplicate.';
comment on column ops.batch.seeds_rejected is 'Seeds that could not be used; they are in ops.rejection.';
comment on column ops.batch.captures is 'Captures that are new here.';
comment on column ops.batch.pages is 'Pages that are new here.';
comment on column ops.batch.reconciliations is 'Reconciliations that are new here.';

create table ops.run (
    run_id varchar not null,
    command varchar not null,
    version varchar not null,
    parameters varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    exit_code integer,
    counts varchar
);

comment on table ops.run is 'A command that was run.';
comment on column ops.run.run_id is 'Its id.';
comment on column ops.run.command is 'What was typed, without secrets.';
comment on column ops.run.version is 'Version of Seedbank.';
comment on column ops.run.parameters is 'Settings in effect, as JSON, without secrets.';
comment on column ops.run.started_at is 'UTC.';
comment on column ops.run.finished_at is 'UTC; NULL while it runs, and for good when it was killed.';
comment on column ops.run.exit_code is '0 done, 3 some inputs rejected, others as in the README; NULL like finished_at.';
comment on column ops.run.counts is 'What it did, as JSON.';

create table ops.source (
    source_path varchar not null,
    signature varchar not null,
    source_bytes bigint not null,
    recorded_at timestamptz not null
);

comment on table ops.source is 'A source file that was read to its end, so that the next run can skip it.';
comment on column ops.source.source_path is 'The file.';
comment on column ops.source.signature is 'Hash of path, size, time of change and reader version.';
comment on column ops.source.source_bytes is 'Its size in bytes.';
comment on column ops.source.recorded_at is 'When it was recorded, UTC.';

create table ops.duplicate (
    seed_id varchar not null,
    article_id varchar not null,
    source_path varchar not null,
    line bigint,
    kind duplicate_kind not null,
    batch_id varchar not null
);

comment on table ops.duplicate is 'A seed that was held already when it was read.';
comment on column ops.duplicate.seed_id is 'The seed, as in raw.seed.';
comment on column ops.duplicate.article_id is 'Its article.';
comment on column ops.duplicate.source_path is 'File that holds it too.';
comment on column ops.duplicate.line is 'Line, row or member number in that file, from 1.';
comment on column ops.duplicate.kind is 'same_seed: from another place; read_again: from the place that was loaded.';
comment on column ops.duplicate.batch_id is 'Batch that read it.';

create table ops.rejection (
    stage stage not null,
    reason reason not null,
    source_path varchar,
    line bigint,
    target_uri varchar,
    detail varchar not null,
    is_seed boolean not null,
    batch_id varchar not null
);

comment on table ops.rejection is 'An input that could not be used, and why.';
comment on column ops.rejection.stage is 'Where on the line: read, fetch, parse, reconcile, load.';
comment on column ops.rejection.reason is 'Why, from a closed list.';
comment on column ops.rejection.source_path is 'File that it was in.';
comment on column ops.rejection.line is 'Line, row or member number in that file, from 1.';
comment on column ops.rejection.target_uri is 'Address that it concerns.';
comment on column ops.rejection.detail is 'What exactly, for a person.';
comment on column ops.rejection.is_seed is 'Whether a seed was lost by it; false where the seed itself is loaded.';
comment on column ops.rejection.batch_id is 'Batch that met it.';

create table ops.publish (
    publish_no bigint not null,
    published_at timestamptz not null,
    load_no bigint not null,
    article_count bigint not null,
    refreshed_count bigint not null
);

comment on table ops.publish is 'A publish: a snapshot that readers were given.';
comment on column ops.publish.publish_no is 'From 1.';
comment on column ops.publish.published_at is 'UTC.';
comment on column ops.publish.load_no is 'Last batch in it, as in ops.batch.';
comment on column ops.publish.article_count is 'Articles in it.';
comment on column ops.publish.refreshed_count is 'Articles that were built again for it.';

create table ops.check_result (
    publish_no bigint not null,
    checked_at timestamptz not null,
    check_name varchar not null,
    severity severity not null,
    offending_count bigint not null,
    example varchar
);

comment on table ops.check_result is 'What one quality check found before one publish.';
comment on column ops.check_result.publish_no is 'Publish that it was run for; one that failed has the number of the next that succeeds.';
comment on column ops.check_result.checked_at is 'UTC.';
comment on column ops.check_result.check_name is 'File name in warehouse/checks without .sql.';
comment on column ops.check_result.severity is 'error stops the publish, warning is reported.';
comment on column ops.check_result.offending_count is 'Rows that break the rule; 0: it holds.';
comment on column ops.check_result.example is 'The first of them.';

create table ops.mart (
    mart_name varchar not null,
    checksum varchar not null
);

comment on table ops.mart is 'A mart as it is defined in this file.';
comment on column ops.mart.mart_name is 'File name in warehouse/marts without .sql.';
comment on column ops.mart.checksum is 'Hash of its file and of the version of DuckDB.';

create table raw.seed (
    seed_id varchar not null,
    article_id varchar not null,
    article_key varchar not null,
    publisher varchar not null,
    article_number varchar,
    canonical_url varchar not null,
    url varchar not null,
    title varchar,
    body varchar,
    body_length bigint,
    extra varchar,
    format seed_format not null,
    source_path varchar not null,
    line bigint,
    batch_id varchar not null
);

comment on table raw.seed is 'A seed: one article as its owner has it, verbatim. Two texts for one article are two seeds.';
comment on column raw.seed.seed_id is 'Hash of URL, title and text.';
comment on column raw.seed.article_id is 'Article that its address names.';
comment on column raw.seed.article_key is 'What article_id is the hash of.';
comment on column raw.seed.publisher is 'Host without www., m. or amp.';
comment on column raw.seed.article_number is 'The publisher''s own number, where the address carries one.';
comment on column raw.seed.canonical_url is 'Address without tracking parameters and fragment.';
comment on column raw.seed.url is 'Address as written.';
comment on column raw.seed.title is 'Title as written; NULL where none.';
comment on column raw.seed.body is 'Text as written; NULL where none.';
comment on column raw.seed.body_length is 'Characters of the text; NULL where none.';
comment on column raw.seed.extra is 'Other columns of its row, as one JSON object.';
comment on column raw.seed.format is 'How it was written down: dashed_text, jsonl, csv, parquet, url_list.';
comment on column raw.seed.source_path is 'File; "archive::member" inside an archive.';
comment on column raw.seed.line is 'Line, row or member number in that file, from 1.';
comment on column raw.seed.batch_id is 'Batch that loaded it.';

create table raw.capture (
    capture_id varchar not null,
    article_id varchar not null,
    target_uri varchar not null,
    final_uri varchar not null,
    redirects struct(uri varchar, http_status integer, "location" varchar)[] not null,
    captured_at timestamptz not null,
    memento_datetime timestamptz,
    source capture_source not null,
    outcome outcome not null,
    outcome_detail varchar not null,
    http_status integer,
    headers struct("name" varchar, "value" varchar)[] not null,
    payload_digest varchar,
    payload_bytes bigint not null,
    elapsed_ms bigint not null,
    request_count integer not null,
    revisit_of varchar,
    warc_file varchar,
    warc_offset bigint,
    batch_id varchar not null
);

comment on table raw.capture is 'One attempt to fetch one address; marts.capture adds what it showed.';
comment on column raw.capture.capture_id is 'Hash of address, time and payload.';
comment on column raw.capture.article_id is 'Article that it was fetched for.';
comment on column raw.capture.target_uri is 'Address that was asked.';
comment on column raw.capture.final_uri is 'Address that answered, after redirects.';
comment on column raw.capture.redirects is 'Hops in order: address, its status, where it pointed.';
comment on column raw.capture.captured_at is 'When we asked, UTC.';
comment on column raw.capture.memento_datetime is 'When the archive saw the page, UTC; NULL for live captures.';
comment on column raw.capture.source is 'Where it was fetched from: live, wayback, warc, folder.';
comment on column raw.capture.outcome is 'What the attempt ended in.';
comment on column raw.capture.outcome_detail is 'Evidence for the outcome: rule, exception text, robots line.';
comment on column raw.capture.http_status is 'Status of the last hop; NULL where no answer came.';
comment on column raw.capture.headers is 'Response headers of the last hop, names in lower case.';
comment on column raw.capture.payload_digest is 'sha256 of the body after all decoding; NULL where there is none.';
comment on column raw.capture.payload_bytes is 'Bytes of that body.';
comment on column raw.capture.elapsed_ms is 'From the first byte asked to the last received, milliseconds.';
comment on column raw.capture.request_count is 'Requests sent for it, redirects and retries included.';
comment on column raw.capture.revisit_of is 'Earlier capture with the same payload.';
comment on column raw.capture.warc_file is 'WARC file that holds it, relative to the home folder.';
comment on column raw.capture.warc_offset is 'Byte at which its record starts there.';
comment on column raw.capture.batch_id is 'Batch that loaded it.';

create table core.observation (
    capture_id varchar not null,
    article_id varchar not null,
    observed_at timestamptz not null,
    existence existence not null,
    rule varchar not null,
    evidence varchar not null,
    current_url varchar,
    rules_version varchar not null,
    batch_id varchar not null
);

comment on table core.observation is 'What one capture says of one article''s existence.';
comment on column core.observation.capture_id is 'The capture.';
comment on column core.observation.article_id is 'The article.';
comment on column core.observation.observed_at is 'When the page was looked at, UTC.';
comment on column core.observation.existence is 'live, moved, gone, missing, blocked, unreachable, refused, archived_only.';
comment on column core.observation.rule is 'Rule that decided.';
comment on column core.observation.evidence is 'One line for a person: status, matched text, earlier capture.';
comment on column core.observation.current_url is 'Where the article is now, when live or moved.';
comment on column core.observation.rules_version is 'Version of the rules.';
comment on column core.observation.batch_id is 'Batch that loaded it.';

create table core.page (
    page_id varchar not null,
    payload_digest varchar not null,
    parser_version varchar not null,
    kind page_kind not null,
    url varchar not null,
    canonical_url varchar,
    title varchar,
    lead varchar,
    blocks struct(kind block_kind, "text" varchar)[] not null,
    published_at timestamptz,
    modified_at timestamptz,
    authors varchar[] not null,
    byline varchar,
    section varchar,
    tags varchar[] not null,
    language varchar,
    site_name varchar,
    media struct(kind media_kind, url varchar, caption varchar, credit varchar)[] not null,
    is_paywalled boolean,
    charset varchar not null,
    charset_reason varchar not null,
    layout varchar not null,
    used_seed boolean not null,
    provenance struct(field varchar, origin varchar)[] not null,
    text_key varchar not null,
    batch_id varchar not null
);

comment on table core.page is 'One payload as one version of the parser read it.';
comment on column core.page.page_id is 'Hash of payload, address and parser version.';
comment on column core.page.payload_digest is 'sha256 of the payload.';
comment on column core.page.parser_version is 'Version of the parser.';
comment on column core.page.kind is 'What it is: article, gallery, video, live_blog, index, error.';
comment on column core.page.url is 'Address that it was read under.';
comment on column core.page.canonical_url is 'Address that the page gives for itself.';
comment on column core.page.title is 'Its title.';
comment on column core.page.lead is 'Opening paragraph that is set apart; not repeated in blocks.';
comment on column core.page.blocks is 'Body in reading order: kind and text of each block.';
comment on column core.page.published_at is 'As the page says, UTC.';
comment on column core.page.modified_at is 'As the page says, UTC.';
comment on column core.page.authors is 'Names of the authors.';
comment on column core.page.byline is 'Byline as shown.';
comment on column core.page.section is 'Section of the publisher.';
comment on column core.page.tags is 'Tags of the publisher.';
comment on column core.page.language is 'BCP 47 code.';
comment on column core.page.site_name is 'Name that the site gives itself.';
comment on column core.page.media is 'Photos and videos with caption and credit.';
comment on column core.page.is_paywalled is 'Whether the page says that it is behind a paywall; NULL where it says nothing.';
comment on column core.page.charset is 'How its bytes were decoded.';
comment on column core.page.charset_reason is 'Why so: bom, header, meta, detected, default.';
comment on column core.page.layout is 'Layout that matched.';
comment on column core.page.used_seed is 'Whether the seed''s sentences helped to find the body.';
comment on column core.page.provenance is 'Where each field was found.';
comment on column core.page.text_key is 'Hash of title and text that white space and Unicode form do not change.';
comment on column core.page.batch_id is 'Batch that loaded it.';

create table core.reconciliation (
    reconciliation_id varchar not null,
    rules_version varchar not null,
    seed_id varchar not null,
    article_id varchar not null,
    page_id varchar,
    capture_id varchar,
    content content not null,
    similarity double,
    content_rule varchar not null,
    same_count integer not null,
    cosmetic_count integer not null,
    edited_count integer not null,
    moved_count integer not null,
    added_count integer not null,
    removed_count integer not null,
    apparatus_count integer not null,
    changed_share double,
    title varchar,
    lead varchar,
    issues issue[] not null,
    published_at timestamptz,
    published_at_precision date_precision not null,
    modified_at timestamptz,
    authors varchar[] not null,
    section varchar,
    tags varchar[] not null,
    language varchar,
    word_count integer not null,
    sentence_count integer not null,
    sentences struct(
        paragraph_no integer, sentence_no integer, block block_kind, "text" varchar, source text_source, rule varchar,
        seed_start integer, seed_end integer
    )[] not null,
    batch_id varchar not null
);

comment on table core.reconciliation is 'One seed held against one page (or none), as one version of the rules saw it.';
comment on column core.reconciliation.reconciliation_id is 'Hash of seed, page, capture and rules version.';
comment on column core.reconciliation.rules_version is 'Version of the rules.';
comment on column core.reconciliation.seed_id is 'The seed.';
comment on column core.reconciliation.article_id is 'Its article.';
comment on column core.reconciliation.page_id is 'The page; NULL where none.';
comment on column core.reconciliation.capture_id is 'Capture of the page; NULL where none.';
comment on column core.reconciliation.content is 'How the page''s text stands to the seed''s.';
comment on column core.reconciliation.similarity is 'Likeness of the two, 0-1; NULL where not compared.';
comment on column core.reconciliation.content_rule is 'Rule that decided content.';
comment on column core.reconciliation.same_count is 'Sentences of the seed that the page has unchanged.';
comment on column core.reconciliation.cosmetic_count is 'Sentence pairs that differ in form only.';
comment on column core.reconciliation.edited_count is 'Sentence pairs with changed words.';
comment on column core.reconciliation.moved_count is 'Sentences that stand elsewhere on the page.';
comment on column core.reconciliation.added_count is 'Sentences that only the page has.';
comment on column core.reconciliation.removed_count is 'Sentences that only the seed has.';
comment on column core.reconciliation.apparatus_count is 'Sentences that are captions, credits, bylines and the like.';
comment on column core.reconciliation.changed_share is '(edited + max(added, removed)) / (that + same + cosmetic + moved), 0-1; NULL where not compared.';
comment on column core.reconciliation.title is 'Repaired title.';
comment on column core.reconciliation.lead is 'Opening paragraph that the page sets apart.';
comment on column core.reconciliation.issues is 'What was wrong with the seed''s text.';
comment on column core.reconciliation.published_at is 'When it was published, UTC.';
comment on column core.reconciliation.published_at_precision is 'How that was found.';
comment on column core.reconciliation.modified_at is 'When the page says that it was last changed, UTC.';
comment on column core.reconciliation.authors is 'Names of the authors.';
comment on column core.reconciliation.section is 'Section of the publisher.';
comment on column core.reconciliation.tags is 'Tags of the publisher.';
comment on column core.reconciliation.language is 'BCP 47 code.';
comment on column core.reconciliation.word_count is 'Words of the clean text.';
comment on column core.reconciliation.sentence_count is 'Sentences of the clean text.';
comment on column core.reconciliation.sentences is 'The clean text, sentence by sentence, each with its source; marts.sentence shows them as rows.';
comment on column core.reconciliation.batch_id is 'Batch that loaded it.';

create table core.left_out (
    reconciliation_id varchar not null,
    left_out_no integer not null,
    kind left_out_kind not null,
    "text" varchar not null,
    seed_start integer not null,
    seed_end integer not null,
    rule varchar not null
);

comment on table core.left_out is 'A piece of a seed''s text that is not in the clean text.';
comment on column core.left_out.reconciliation_id is 'Reconciliation that left it out.';
comment on column core.left_out.left_out_no is 'From 1 in each reconciliation.';
comment on column core.left_out.kind is 'Why: caption, credit, byline, agency_mark, dateline, end_mark, related_link, promo, repeated, title_repeated, invisible.';
comment on column core.left_out.text is 'The piece, verbatim.';
comment on column core.left_out.seed_start is 'First character in raw.seed.body, from 0.';
comment on column core.left_out.seed_end is 'Character after its last in raw.seed.body.';
comment on column core.left_out.rule is 'Rule that left it out.';

create table core.sentence_change (
    reconciliation_id varchar not null,
    change_no integer not null,
    relation relation not null,
    seed_sentence_no integer,
    page_sentence_no integer,
    seed_text varchar,
    page_text varchar,
    similarity double not null
);

comment on table core.sentence_change is 'A pair of sentences that is not the same; marts.sentence_change shows those that count.';
comment on column core.sentence_change.reconciliation_id is 'Reconciliation that found it.';
comment on column core.sentence_change.change_no is 'From 1 in each reconciliation.';
comment on column core.sentence_change.relation is 'cosmetic, edited, moved, added, removed, apparatus.';
comment on column core.sentence_change.seed_sentence_no is 'Place in the seed, from 1; NULL when added.';
comment on column core.sentence_change.page_sentence_no is 'Place on the page, from 1; NULL when removed.';
comment on column core.sentence_change.seed_text is 'The sentence in the seed.';
comment on column core.sentence_change.page_text is 'The sentence on the page.';
comment on column core.sentence_change.similarity is 'Likeness of the two, 0-1.';

create table core.fact_change (
    reconciliation_id varchar not null,
    fact_no integer not null,
    kind fact_kind not null,
    "before" varchar not null,
    "after" varchar not null,
    seed_sentence_no integer,
    page_sentence_no integer
);

comment on table core.fact_change is 'A changed fact inside an edited pair; marts.fact_change shows those that count.';
comment on column core.fact_change.reconciliation_id is 'Reconciliation that found it.';
comment on column core.fact_change.fact_no is 'From 1 in each reconciliation.';
comment on column core.fact_change.kind is 'number, date, name, quote, negation.';
comment on column core.fact_change.before is 'As the seed says it.';
comment on column core.fact_change.after is 'As the page says it.';
comment on column core.fact_change.seed_sentence_no is 'Sentence of the seed, from 1.';
comment on column core.fact_change.page_sentence_no is 'Sentence of the page, from 1.';

create table core.media (
    reconciliation_id varchar not null,
    media_no integer not null,
    kind media_kind not null,
    url varchar,
    caption varchar,
    credit varchar
);

comment on table core.media is 'A photo, video or sound; marts.media shows those that count.';
comment on column core.media.reconciliation_id is 'Reconciliation that found it.';
comment on column core.media.media_no is 'From 1 in each reconciliation.';
comment on column core.media.kind is 'image, video, audio.';
comment on column core.media.url is 'Address of the file, where known.';
comment on column core.media.caption is 'Caption without its credit.';
comment on column core.media.credit is 'Who made it, as written.';

-- How long to wait after a look before the next one.
create macro recheck_interval(existence) as (
    case existence
        when 'missing' then interval 1 day  -- a second look at least 24 h later turns missing into gone
        when 'unreachable' then interval 1 day
        when 'blocked' then interval 7 day
        when 'gone' then interval 90 day
        when 'archived_only' then interval 90 day
        when 'refused' then interval 90 day
        else interval 30 day
    end
);

comment on table ops.migration is 'A migration that was applied to this file.';
comment on column ops.migration.version is 'Its number.';
comment on column ops.migration.name is 'File name without .sql.';
comment on column ops.migration.checksum is 'First 16 hex digits of the SHA-256 of its script.';
comment on column ops.migration.applied_at is 'When, UTC.';
