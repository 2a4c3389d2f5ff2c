-- How much of the clean text of compared articles was taken from pages and archives instead of the seeds?
select
    article.publisher,
    counted.source,
    counted.rule,
    sum(counted.sentence_count)::bigint as sentence_count
from marts.sentence_source as counted
join marts.article as article using (article_id)
group by article.publisher, counted.source, counted.rule
order by sentence_count desc, article.publisher, counted.source, counted.rule
limit 100;
