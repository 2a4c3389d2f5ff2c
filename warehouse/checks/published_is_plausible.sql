-- severity: warning
-- No article was published before there were news pages, or later than tomorrow.
select article_id, published_at, published_at_precision
from derived.current_article
where published_at < timestamptz '1990-01-01 00:00:00+00' or published_at > now() + interval 1 day;
