-- Which stories did more than one publisher print?
select
    cluster_id,
    count(*) as article_count,
    count(distinct publisher) as publisher_count,
    list(distinct publisher order by publisher) as publishers,
    min(jaccard) as least_jaccard
from marts.duplicate
group by cluster_id
having count(distinct publisher) > 1
order by article_count desc, cluster_id
limit 100;
