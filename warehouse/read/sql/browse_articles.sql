-- One page of articles that fit some filters, in the order of one column; {column}, its {type}, {direction} and {beyond}
-- (< or >) and the filters of browse_fits.sql are filled in by warehouse/read/browse.py. The page goes on behind ($after_key, $after_id).
-- Sorted by a plain column, given as it is. DuckDB reads all columns of a million rows for it in 50 ms of CPU; fetching
-- the others by row afterwards, as it does by itself up to 50 rows, takes as long (46 ms).
select
    article_id, title, language, publisher, published_at, url, existence::varchar as existence,
    content::varchar as content, changed_share, checked_at, {column} as sort_key
from derived.current_article
where {fits}
    and (
        $after_id is null
        or {column} {beyond} $after_key::{type}
        or ({column} is not distinct from $after_key::{type} and article_id > $after_id)
        or ($after_key is not null and {column} is null)
    )
order by {column} {direction} nulls last, article_id
limit $most;
