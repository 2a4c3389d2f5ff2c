-- severity: warning
-- No address holds seeds of several headlines: a front page or a list may have been scraped for its stories.
select article_id, url, 'several titles at one address' as found
from derived.current_article
where list_contains(issues, 'several_texts');
