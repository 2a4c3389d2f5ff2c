select kind::varchar, "before", "after"
from marts.fact_change
where article_id = $article_id
order by all;
