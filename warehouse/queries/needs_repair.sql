-- Which articles have a broken seed and a live page that could mend it?
select article_id, publisher, title, existence, content, issues, current_url
from marts.article
where len(issues) > 0 and existence in ('live', 'moved', 'archived_only') and content <> 'replaced'
order by len(issues) desc, article_id
limit 100;
