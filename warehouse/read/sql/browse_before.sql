-- The article before one in a list: browse_after.sql, read the other way round.
with edge as (
    select {nearest_before}({column}) as key
    from derived.current_article
    where ($key is null or {column} {before} $key::{type}) and {fits}
),
near as (
    (
        select 1 as turn, article_id, title
        from derived.current_article
        where {column} = $key::{type} and article_id < $id and {fits}
        order by article_id desc
        limit 1
    )
    union all
    (
        select 1, article_id, title
        from derived.current_article
        where $key is null and {column} is null and article_id < $id and {fits}
        order by article_id desc
        limit 1
    )
    union all
    (
        select 2, article_id, title
        from derived.current_article
        where {column} = (select key from edge) and {fits}
        order by article_id desc
        limit 1
    )
)
select article_id, title
from near
order by turn
limit 1;
