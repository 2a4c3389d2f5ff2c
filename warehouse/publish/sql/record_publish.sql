insert into ops.publish (publish_no, published_at, load_no, article_count, refreshed_count)
select $publish_no, $now, $load_no, count(*), $refreshed_count
from derived.current_article;
