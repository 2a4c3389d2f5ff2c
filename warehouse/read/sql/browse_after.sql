-- The article after one in a list, in the order of browse_articles.sql: the next of the same key, else the first of the
-- next key, else the first without any. Looking for the next key reads one column of a million rows; sorting reads more.
with edge as (
    select {nearest_after}({column}) as key
    from derived.current_article
    where {column} {beyond} $key::{type} and {fits}
),
near as (
    (
        select 1 as turn, article_id, title
        from derived.current_article
        where {column} = $key::{type} and article_id > $id and {fits}
        order by article_id
        limit 1
    )
    union all
    (
        select 2, article_id, title
        from derived.current_article
        where {column} = (select key from edge) and {fits}
        order by article_id
        limit 1
    )
    union all
    (
        select 3, article_id, title
        from derived.current_article
        where {column} is null and ($key is not null or article_id > $id) and {fits}
        order by article_id
        limit 1
    )
)
select article_id, title
from near
order by turn
limit 1;
