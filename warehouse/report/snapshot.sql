-- Which snapshot is this?
select publish_no, published_at, article_count, (select version() ) as duckdb_version
from ops.publish
order by publish_no desc
limit 1;
