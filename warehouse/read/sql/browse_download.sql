select
    article_id, url, current_url, publisher, title, published_at, published_at_precision::varchar as published_at_precision,
    existence::varchar as existence, existence_rule, content::varchar as content, content_rule, similarity, changed_share,
    checked_at, compared_at, modified_at, word_count, issues::varchar[] as issues, language, seed_path
from derived.current_article
where {fits} and ($ids is null or list_contains($ids::varchar[], article_id))
order by {column} {direction} nulls last, article_id
