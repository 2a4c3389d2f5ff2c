-- Which articles were changed most? By share of changed sentences, then by their number.
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
)
select
    article_id, publisher, published_at, title, content::varchar as content, changed_share, edited_count, added_count,
    removed_count
from scope
where content in ('extended', 'shortened', 'edited', 'rewritten')
order by changed_share desc, edited_count + added_count + removed_count desc, article_id
limit 20;
