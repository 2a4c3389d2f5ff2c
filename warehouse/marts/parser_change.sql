-- kind: view
-- needs: current_article
create view marts.parser_change as
with reading as (
    select
        found.article_id, found.capture_id, page.payload_digest, page.url, page.parser_version, page.title,
        page.text_key, page.published_at, page.authors, page.layout, list_transform(page.blocks, lambda block: block."text") as texts,
        found.content, found.similarity, batch.load_no
    from core.reconciliation as found
    join core.page as page using (page_id)
    join ops.batch as batch on batch.batch_id = found.batch_id
),
paired as (
    select
        *,
        lag(parser_version) over earlier as parser_version_before,
        lag(title) over earlier as title_before,
        lag(text_key) over earlier as text_key_before,
        lag(published_at) over earlier as published_at_before,
        lag(authors) over earlier as authors_before,
        lag(layout) over earlier as layout_before,
        lag(texts) over earlier as texts_before,
        lag(content) over earlier as content_before,
        lag(similarity) over earlier as similarity_before
    from reading
    window earlier as (partition by article_id, capture_id, payload_digest, url order by load_no, parser_version)
)
select
    article_id,
    capture_id,
    payload_digest,
    parser_version_before,
    parser_version,
    layout_before,
    layout,
    title is distinct from title_before as is_title_changed,
    published_at is distinct from published_at_before as is_time_changed,
    authors is distinct from authors_before as is_authors_changed,
    case
        when len(texts) + len(texts_before) = 0 then 0.0
        else 1 - 2 * len(list_intersect(texts, texts_before))
            / (len(list_distinct(texts)) + len(list_distinct(texts_before)))
    end as changed_block_share,
    content_before,
    content,
    similarity - similarity_before as similarity_gain
from paired
where parser_version_before is not null and parser_version <> parser_version_before
    and (
        text_key <> text_key_before or content <> content_before
        or published_at is distinct from published_at_before or authors is distinct from authors_before
    )
order by similarity_gain nulls last, changed_block_share desc, article_id, capture_id;

comment on view marts.parser_change is 'A stored page that a newer parser reads otherwise, worst first. The page itself is the same: this is never an edit of the article.';
comment on column marts.parser_change.capture_id is 'Capture that was read again.';
comment on column marts.parser_change.payload_digest is 'sha256 of the payload, the same for both readings.';
comment on column marts.parser_change.parser_version_before is 'Version of the parser of the earlier reading.';
comment on column marts.parser_change.parser_version is 'Version of the parser of the later reading.';
comment on column marts.parser_change.layout_before is 'Layout of the earlier reading.';
comment on column marts.parser_change.layout is 'Layout of the later reading.';
comment on column marts.parser_change.is_time_changed is 'Whether the two readings give another time of publication.';
comment on column marts.parser_change.is_authors_changed is 'Whether the two readings name other authors.';
comment on column marts.parser_change.is_title_changed is 'Whether the two readings give another title.';
comment on column marts.parser_change.changed_block_share is 'Blocks of text that only one of the readings has, of all, 0-1.';
comment on column marts.parser_change.content_before is 'How the earlier reading stood to the seed.';
comment on column marts.parser_change.content is 'How the later reading stands to the seed.';
comment on column marts.parser_change.similarity_gain is 'Similarity to the seed, later less earlier, -1 to 1; below 0 the later is worse.';
