-- severity: error
-- No article is called gone without two looks, and never after a look that was blocked, failed or refused (of touched articles).
with article as (
    select article_id, existence, existence_evidence, capture_id
    from derived.current_article
    where existence in ('gone', 'missing') and article_id in (select article_id from touched)
)
select article.article_id, article.existence, article.existence_evidence, capture.outcome
from article
left join raw.capture as capture using (capture_id)
where article.existence_evidence is null or article.existence_evidence = ''
    -- a 304 is what the answer was that it repeats: not_modified is a page, as ok is
    or capture.outcome not in (
        'not_found', 'soft_not_found', 'home_redirect', 'empty', 'not_in_archive', 'ok', 'not_modified',
        'wrong_content_type'
    )
    or article.existence = 'gone' and capture.outcome = 'wrong_content_type';  -- a slip of the server looks the same
