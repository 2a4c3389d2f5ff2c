-- severity: error
-- No article is called gone without two looks, and never after a look that was blocked, failed or refused.
select article.article_id, article.existence, article.existence_evidence, capture.outcome
from derived.current_article as article
left join raw.capture as capture using (capture_id)
where article.existence in ('gone', 'missing')
    and (
        article.existence_evidence is null or article.existence_evidence = ''
        or capture.outcome not in ('not_found', 'soft_not_found', 'home_redirect', 'empty', 'not_in_archive', 'ok')
    );
