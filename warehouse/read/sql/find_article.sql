-- By id or by the beginning of one.
select article_id, url
from marts.article
where starts_with(article_id, lower($prefix))
order by article_id
limit 3;
