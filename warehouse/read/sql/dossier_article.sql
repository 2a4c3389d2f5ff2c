select
    article.article_id, url, current_url, publisher, title, lead, published_at, published_at_precision::varchar as published_at_precision,
    modified_at, authors, section, tags, language, existence::varchar as existence, existence_rule, existence_evidence,
    content::varchar as content, content_rule, similarity, same_count, cosmetic_count, edited_count, moved_count,
    added_count, removed_count, apparatus_count, changed_share, seed_path, seed_line, seed_id, seed_count, checked_at,
    capture_id, missing_since, compared_at, content_capture_id, reconciliation_id, word_count, sentence_count,
    issues::varchar[] as issues,
    -- as in marts.article, whose text is not wanted here
    case
        when content = 'not_compared' then null
        when content in ('identical', 'cosmetic') then 'none'
        else coalesce(origin.difference_origin::varchar, 'unknown')
    end as difference_origin,
    origin.evidence as difference_origin_evidence
from derived.current_article as article
left join derived.difference_origin as origin using (article_id)
where article.article_id = $article_id;
