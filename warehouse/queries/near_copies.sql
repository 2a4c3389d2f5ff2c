-- Which articles are nearly the same, and how nearly?
select
    pair.jaccard, this.publisher, this.title, other.publisher as other_publisher, other.title as other_title,
    pair.article_id, pair.other_article_id
from derived.duplicate_pair as pair
join marts.article as this using (article_id)
join marts.article as other on other.article_id = pair.other_article_id
where pair.jaccard >= 0.5
order by pair.jaccard desc, pair.article_id
limit 100;
