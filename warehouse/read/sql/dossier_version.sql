-- The versions of one article as marts.article_version has them (a test holds the two together), but for the words of
-- its seeds, which the caller has read. That view reads the ids of all seeds, and all versions twice.
with version as materialized (
    select version_no, origin, valid_from, valid_to, is_current, seed_id, capture_id, page_id
    from derived.version
    where article_id = $article_id
),
page as (
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
    where page_id in (select page_id from version)
)
select
    version.version_no, version.origin::varchar as origin, page.title, page."text", sha256(page."text") as text_sha256,
    version.valid_from, version.valid_to, version.is_current, version.seed_id, version.capture_id
from version
left join page using (page_id)
order by version.version_no;
