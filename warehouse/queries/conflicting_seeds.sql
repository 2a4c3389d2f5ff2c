-- Which articles does the collection hold in several different texts?
select article.article_id, article.publisher, article.title, article.seed_count,
    list(seed.source_path order by seed.source_path) as source_paths
from marts.article as article
join raw.seed as seed using (article_id)
where article.seed_count > 1
group by all
order by article.seed_count desc, article.article_id
limit 100;
