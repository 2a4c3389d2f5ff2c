select language
from derived.current_article
where regexp_full_match(language, '[A-Za-z0-9-]+')
group by language
order by count(*) desc, language;
