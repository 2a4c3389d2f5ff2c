select
    reconciliation_id, rules_version, seed_id, article_id, page_id, capture_id, content::varchar as content,
    similarity, content_rule, same_count, cosmetic_count, edited_count, moved_count, added_count, removed_count,
    apparatus_count, changed_share, title, lead, issues::varchar[] as issues, published_at,
    published_at_precision::varchar as published_at_precision, modified_at, authors, section, tags, language
from core.reconciliation
where reconciliation_id = $reconciliation_id;
