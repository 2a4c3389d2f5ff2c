-- guard() puts an apostrophe in front of a text that a spreadsheet would run or change (warehouse/export/spreadsheet.py).
-- To read the file back, take one apostrophe off where there is one.
copy (
    select * replace (
        guard(article_id) as article_id,
        guard(url) as url,
        guard(current_url) as current_url,
        guard(publisher) as publisher,
        guard(title) as title,
        guard(text) as text,
        guard(lead) as lead,
        guard(section) as section,
        guard(language) as language,
        guard(existence_rule) as existence_rule,
        guard(existence_evidence) as existence_evidence,
        guard(content_rule) as content_rule,
        guard(difference_origin_evidence) as difference_origin_evidence,
        guard(seed_path) as seed_path,
        guard(seed_id) as seed_id,
        guard(article_key) as article_key,
        guard(article_number) as article_number,
        guard(capture_id) as capture_id,
        guard(content_capture_id) as content_capture_id,
        guard(reconciliation_id) as reconciliation_id,
        guard(authors::json::varchar) as authors,
        guard(tags::json::varchar) as tags,
        guard(issues::json::varchar) as issues,
        iso_utc(published_at) as published_at,
        iso_utc(modified_at) as modified_at,
        iso_utc(checked_at) as checked_at,
        iso_utc(missing_since) as missing_since,
        iso_utc(compared_at) as compared_at
    )
    from marts.article
    order by publisher, article_id
) to $target (format csv, header, quote '"', escape '"');
