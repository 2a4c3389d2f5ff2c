insert into core.reconciliation (
    reconciliation_id, rules_version, seed_id, article_id, page_id, capture_id, content, similarity, content_rule,
    same_count, cosmetic_count, edited_count, moved_count, added_count, removed_count, apparatus_count, changed_share,
    title, lead, issues, published_at, published_at_precision, modified_at, authors, section, tags, language,
    word_count, sentence_count, sentences, batch_id
)
select
    reconciliation_id, rules_version, seed_id, article_id, page_id, capture_id, content, similarity, content_rule,
    same_count, cosmetic_count, edited_count, moved_count, added_count, removed_count, apparatus_count, changed_share,
    title, lead, issues, published_at, published_at_precision, modified_at, authors, section, tags, language,
    word_count, sentence_count, sentences, batch_id
from read_parquet($files) as incoming
anti join dropped_reconciliation using (reconciliation_id, batch_id);
