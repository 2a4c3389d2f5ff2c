-- kind: view
-- needs: version
-- Two inner joins rather than outer ones: only through those does DuckDB read one text where one article is asked for.
create view marts.article_version as
with page_text as (
    select
        page_id, title,
        array_to_string(
            list_concat(
                case when lead is null then [] else [lead] end,
                list_transform(list_filter(blocks, lambda block: block.kind <> 'caption'), lambda block: block."text")
            ),
            e'\n\n'
        ) as "text"
    from core.page
),
versioned_text as (
    select version.*, seed.title, seed.body as "text"
    from derived.version as version
    join raw.seed as seed using (seed_id)
    union all by name
    select version.*, page_text.title, page_text."text"
    from derived.version as version
    join page_text using (page_id)
)
select
    article_id,
    version_no,
    origin,
    title,
    "text",
    sha256(coalesce("text", '')) as text_sha256,
    valid_from,
    valid_to,
    is_current,
    seed_id,
    capture_id
from versioned_text;

comment on view marts.article_version is 'A distinct text of an article, in the order in which it was valid (SCD2). Version 0 is the text that its owner had; a page that says the same but for form is no new version.';
comment on column marts.article_version.title is 'Title of this version, as its source has it.';
comment on column marts.article_version.text is 'Text of this version: verbatim from the seed; blocks joined by a blank line from a page.';
comment on column marts.article_version.text_sha256 is 'SHA-256 of the text, hexadecimal.';
