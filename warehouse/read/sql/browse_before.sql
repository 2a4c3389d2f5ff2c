-- The article before one in a list: browse_articles.sql, read the other way round.
select article_id, title
from derived.current_article
where {fits}
    and (
        {column} {before} $key::{type}
        or ({column} is not distinct from $key::{type} and article_id < $id)
        or ($key is null and {column} is not null)
    )
order by {column} {reverse} nulls first, article_id desc
limit 1;
