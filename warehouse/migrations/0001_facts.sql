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

create table ops.source (
    source_path varchar not null,
    signature varchar not null,
    source_bytes bigint not null,
    recorded_at timestamptz not null
);

create table ops.duplicate (
    seed_id varchar not null,
    article_id varchar not null,
    source_path varchar not null,
    line bigint,
    kind duplicate_kind not null,
    batch_id varchar not null
);

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

create table ops.publish (
    publish_no bigint not null,
    published_at timestamptz not null,
    load_no bigint not null,
    article_count bigint not null,
    refreshed_count bigint not null
);

create table ops.check_result (
    publish_no bigint not null,
    checked_at timestamptz not null,
    check_name varchar not null,
    severity severity not null,
    offending_count bigint not null,
    example varchar
);

create table ops.mart (
    mart_name varchar not null,
    checksum varchar not null
);

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
    extra varchar,
    format seed_format not null,
    source_path varchar not null,
    line bigint,
    text_key varchar not null,
    batch_id varchar not null
);

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

create table core.left_out (
    reconciliation_id varchar not null,
    left_out_no integer not null,
    kind left_out_kind not null,
    "text" varchar not null,
    seed_start integer not null,
    seed_end integer not null,
    rule varchar not null
);

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

create table core.fact_change (
    reconciliation_id varchar not null,
    fact_no integer not null,
    kind fact_kind not null,
    "before" varchar not null,
    "after" varchar not null,
    seed_sentence_no integer,
    page_sentence_no integer
);

create table core.media (
    reconciliation_id varchar not null,
    media_no integer not null,
    kind media_kind not null,
    url varchar,
    caption varchar,
    credit varchar
);

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
