copy (
    select * replace (
        iso_utc(published_at) as published_at,
        iso_utc(modified_at) as modified_at,
        iso_utc(checked_at) as checked_at,
        iso_utc(missing_since) as missing_since,
        iso_utc(compared_at) as compared_at
    )
    from marts.article
    order by publisher, article_id
) to $target (format json);
