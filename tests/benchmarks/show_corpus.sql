-- One batch of synthetic articles that were looked at: $first … $first + $count. Run statement by statement;
-- {folder} is the batch's folder. One in ten is gone (two looks), one in twenty blocked; of the others every
-- seventh has two edited sentences and a changed number.
create temp table made as
with word as (select $words::varchar[] as list),
numbered as (
    select
        range as number,
        'bao-' || (range % 40) || '.example' as publisher,
        case when range % 10 = 3 then 'gone' when range % 20 = 5 then 'blocked' else 'live' end as existence,
        range % 7 = 1 as is_edited
    from range($first, $first + $count)
)
select
    *,
    printf('%016x', hash(number, 's')) as seed_id,
    printf('%016x', hash(number, 'a')) as article_id,
    printf('%016x', hash(number, 'c')) as capture_id,
    printf('%016x', hash(number, 'd')) as later_capture_id,
    printf('%016x', hash(number, 'p')) as page_id,
    printf('%016x', hash(number, 'r')) as reconciliation_id,
    'http://' || publisher || '/' || number || '.html' as url,
    'Bài số ' || number || ': hội nghị trung ương' as title,
    timestamptz '2010-01-01' + to_days((number % 5000)::int) as published_at,
    timestamptz '2026-02-01' + to_seconds(number % 86400) as looked_at,
    list_transform(range(6), lambda s: 'Câu ' || s || ' của bài ' || number || ' nói rằng ' || array_to_string(
        list_transform(range(12), lambda w: list[1 + (hash(number * 1000 + s * 50 + w) % len(list))::int]), ' '
    ) || '.') as sentences
from numbered, word;

copy (
    select
        seed_id, url, title, array_to_string(sentences, ' ') as body, null::varchar as extra, 'dashed_text' as format,
        'seeds/' || number || '.txt' as source_path, 1::bigint as line, article_id,
        publisher || ':' || number as article_key, publisher, number::varchar as article_number,
        url as canonical_url, $batch_id as batch_id
    from made
) to '{folder}/seed.parquet' (compression zstd);

copy (
    with look as (
        select *, capture_id as name, looked_at as seen_at from made
        union all
        select *, later_capture_id, looked_at + interval 3 day from made where existence = 'gone'
    )
    select
        name as capture_id, article_id, url as target_uri, url as final_uri,
        []::struct(uri varchar, http_status bigint, "location" varchar)[] as redirects, seen_at as captured_at,
        null::timestamptz as memento_datetime, 'live' as source,
        case existence when 'live' then 'ok' when 'gone' then 'not_found' else 'forbidden' end as outcome,
        'synthetic' as outcome_detail,
        case existence when 'live' then 200 when 'gone' then 404 else 403 end::bigint as http_status,
        [{{'name': 'content-type', 'value': 'text/html'}}] as headers,
        case when existence = 'live' then 'sha256:' || sha256(name) end as payload_digest, 40000::bigint as payload_bytes,
        120::bigint as elapsed_ms, 1::bigint as request_count, null::varchar as revisit_of,
        'warc/made.warc.gz' as warc_file, number::bigint as warc_offset, $batch_id as batch_id
    from look
) to '{folder}/capture.parquet' (compression zstd);

copy (
    select
        capture_id, article_id, looked_at as observed_at, case existence when 'gone' then 'missing' else existence end
        as existence, 'synthetic' as rule, 'synthetic' as evidence,
        case when existence = 'live' then url end as current_url, '1' as rules_version, $batch_id as batch_id
    from made
    union all
    select
        later_capture_id, article_id, looked_at + interval 3 day, 'gone', 'synthetic', 'synthetic', null, '1', $batch_id
    from made
    where existence = 'gone'
) to '{folder}/observation.parquet' (compression zstd);

copy (
    select
        page_id, 'sha256:' || sha256(capture_id) as payload_digest, '1' as parser_version, 'article' as kind, url,
        null::varchar as canonical_url, title, null::varchar as lead,
        list_transform(sentences, lambda text, place: {{
            'kind': 'paragraph', 'text': case when is_edited and place in (2, 5) then text || ' Thêm 42.' else text end
        }}) as blocks,
        published_at, null::timestamptz as modified_at, []::varchar[] as authors, null::varchar as byline,
        null::varchar as section, []::varchar[] as tags, 'vi' as language, null::varchar as site_name,
        []::struct(kind varchar, url varchar, caption varchar, credit varchar)[] as media, null::boolean as is_paywalled,
        'utf-8' as charset, 'header' as charset_reason, 'generic' as layout, false as used_seed,
        []::struct(field varchar, origin varchar)[] as provenance, printf('%016x', hash(number, is_edited)) as text_key,
        $batch_id as batch_id
    from made
    where existence = 'live'
) to '{folder}/page.parquet' (compression zstd);

copy (
    select
        reconciliation_id, '1' as rules_version, seed_id, article_id,
        case when existence = 'live' then page_id end as page_id,
        case when existence = 'live' then capture_id end as capture_id,
        case when existence <> 'live' then 'not_compared' when is_edited then 'edited' else 'identical' end as content,
        case when existence = 'live' then 0.95 end as similarity, title, null::varchar as lead,
        case when number % 3 = 0 then ['flattened', 'caption_in_text'] else [] end as issues, published_at,
        'id_clock' as published_at_precision, null::timestamptz as modified_at, []::varchar[] as authors,
        null::varchar as section, []::varchar[] as tags, 'vi' as language,
        case when existence = 'live' then 'synthetic' else 'no_page' end as content_rule,
        case when is_edited then 4 else 6 end::bigint as same_count, 0::bigint as cosmetic_count,
        case when is_edited then 2 else 0 end::bigint as edited_count, 0::bigint as moved_count, 0::bigint as added_count,
        0::bigint as removed_count, 0::bigint as apparatus_count,
        case when existence <> 'live' then null when is_edited then 0.25 + (number % 50) / 100 else 0 end as changed_share,
        100::bigint as word_count, 6::bigint as sentence_count,
        list_transform(sentences, lambda text, place: {{
            'paragraph_no': (place + 1) // 2, 'sentence_no': place, 'block': 'paragraph', 'text': text, 'source': 'seed',
            'rule': case
                when existence <> 'live' then 'seed_only' when is_edited and place in (2, 5) then 'edited' else 'same'
            end,
            'seed_start': place * 180, 'seed_end': place * 180 + 170
        }}) as sentences,
        $batch_id as batch_id
    from made
) to '{folder}/reconciliation.parquet' (compression zstd);

copy (
    select
        reconciliation_id, 'edited' as relation, place::bigint as seed_sentence_no, place::bigint as page_sentence_no,
        sentences[place] as seed_text, sentences[place] || ' Thêm 42.' as page_text, 0.9 as similarity,
        case place when 2 then 1 else 2 end::bigint as change_no
    from made, unnest([2, 5]) as changed(place)
    where existence = 'live' and is_edited
) to '{folder}/sentence_change.parquet' (compression zstd);

copy (
    select
        reconciliation_id, ['number', 'date', 'name', 'quote'][1 + number % 4] as kind, '24' as "before", '42' as "after",
        2::bigint as seed_sentence_no, 2::bigint as page_sentence_no, 1::bigint as fact_no
    from made
    where existence = 'live' and is_edited
) to '{folder}/fact_change.parquet' (compression zstd);

copy (
    select $batch_id as batch_id, 'pages' as kind, 'bench' as run_id, now() as written_at, $count::bigint as seeds_read
) to '{folder}/batch.parquet';

drop table made;
