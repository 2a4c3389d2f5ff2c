-- Which quotations and names were changed, or turned into their opposite?
select fact.article_id, article.publisher, article.title, fact.kind, fact."before", fact."after"
from marts.fact_change as fact
join marts.article as article using (article_id)
where fact.kind in ('quote', 'name', 'negation')
order by fact.article_id, fact.fact_no
limit 100;
