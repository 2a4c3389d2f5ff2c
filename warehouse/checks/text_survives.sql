-- severity: warning
-- An article whose seed has text has sentences (of touched articles).
select article.article_id, article.seed_id, article.reconciliation_id
from derived.current_article as article
join raw.seed as seed using (seed_id)
where article.article_id in (select article_id from touched)
    and seed.body_length > 0 and article.sentence_count = 0;
