-- Which lines that no rule knows are boilerplate, by where and when they repeat?
select publisher, "text", article_count, evidence, example_article_id
from marts.boilerplate
where kind = 'learned'
order by article_count desc, publisher, "text"
limit 100;
