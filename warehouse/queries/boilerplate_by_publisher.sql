-- Which lines does a publisher repeat in many articles, and how is that known?
select publisher, kind, "text", article_count, evidence
from marts.boilerplate
order by article_count desc, publisher, "text"
limit 100;
