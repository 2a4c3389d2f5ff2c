select publisher
from derived.current_article
group by publisher
order by count(*) desc, publisher
limit 500;
