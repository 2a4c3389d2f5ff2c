insert into core.page (
    page_id, payload_digest, parser_version, kind, url, canonical_url, title, lead, blocks, published_at, modified_at,
    authors, byline, section, tags, language, site_name, media, is_paywalled, charset, charset_reason, layout,
    used_seed, provenance, text_key, batch_id
)
select
    page_id, payload_digest, parser_version, kind, url, canonical_url, title, lead, blocks, published_at, modified_at,
    authors, byline, section, tags, language, site_name, media, is_paywalled, charset, charset_reason, layout,
    used_seed, provenance, text_key, batch_id
from read_parquet($files) as incoming
anti join core.page as held using (page_id)
qualify row_number() over (partition by page_id order by batch_id) = 1;
