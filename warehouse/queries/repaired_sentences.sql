-- How much of the clean text was taken from pages and archives instead of the seeds?
select article.publisher, sentence.source, sentence.rule, count(*) as sentence_count
from marts.sentence as sentence
join marts.article as article using (article_id)
group by article.publisher, sentence.source, sentence.rule
order by sentence_count desc, article.publisher, sentence.source::varchar, sentence.rule
limit 100;
