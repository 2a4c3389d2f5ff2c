-- The publishers of the articles that fit, the largest first.
select publisher, count(*) as article_count
from derived.current_article
where {fits}
group by publisher
order by article_count desc, publisher
limit $most;
