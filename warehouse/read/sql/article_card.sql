select
    article_id, title, url, publisher, existence::varchar as existence, existence_evidence, current_url,
    content::varchar as content, content_rule, similarity, same_count, cosmetic_count, edited_count, moved_count,
    added_count, removed_count, apparatus_count, published_at, published_at_precision::varchar as published_at_precision,
    checked_at, seed_path, issues::varchar[] as issues
from marts.article
where article_id = $article_id;
