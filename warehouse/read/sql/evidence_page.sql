-- A page as it was read for one reconciliation.
select
    page_id, payload_digest, parser_version, kind::varchar as kind, url, canonical_url, title, lead,
    list_transform(blocks, lambda block: {'kind': block.kind::varchar, 'text': block."text"}) as blocks,
    published_at, modified_at, authors, byline, section, tags, language, site_name,
    list_transform(
        media,
        lambda item: {'kind': item.kind::varchar, 'url': item.url, 'caption': item.caption, 'credit': item.credit}
    ) as media,
    is_paywalled, charset, charset_reason, layout, used_seed, provenance
from core.page
where page_id = $page_id
limit 1;
