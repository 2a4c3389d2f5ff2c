-- Every article with its verdicts, those that stand first.
select publisher, title, url, existence::varchar as existence, content::varchar as content, coalesce(current_url, '') as current_url
from marts.article
order by existence, content, publisher, title
