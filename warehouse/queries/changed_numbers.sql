-- Which numbers and dates say something else now?
select fact.article_id, article.publisher, article.title, fact.kind, fact."before", fact."after"
from marts.fact_change as fact
join marts.article as article using (article_id)
where fact.kind in ('number', 'date')
order by fact.article_id, fact.fact_no
limit 100;
