-- Which articles have a broken seed and a live page that could mend it?
-- What a page alone can mend: the other issues are mended by rules.
select article_id, publisher, title, existence, content, issues, current_url
from marts.article
where list_has_any(issues, ['truncated', 'no_text', 'no_title', 'flattened', 'media_only']) and existence in ('live', 'moved', 'archived_only') and content <> 'replaced'
order by len(issues) desc, article_id
limit 100;
