-- The article after one in a list, in the order of browse_articles.sql.
select article_id, title
from derived.current_article
where {fits}
    and (
        {column} {beyond} $key::{type}
        or ({column} is not distinct from $key::{type} and article_id > $id)
        or ($key is not null and {column} is null)
    )
order by {column} {direction} nulls last, article_id
limit 1;
