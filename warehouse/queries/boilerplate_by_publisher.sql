-- Which lines does a publisher repeat in many articles?
select publisher, kind, "text", article_count
from marts.boilerplate
order by article_count desc, publisher, "text"
limit 100;
