-- One page of articles that fit some filters; it goes on behind ($after_key, $after_id), NULL for the first page.
with matched as (
    select
        rowid as place,
        article_id,
        coalesce(
            case $sorting
                when 'newest' then epoch(published_at)
                when 'oldest' then -epoch(published_at)
                when 'changed' then changed_share
                when 'checked' then epoch(checked_at)
            end,
            -1e300
        ) as sort_key
    from derived.current_article
    where ($publisher is null or publisher = $publisher)
        and ($existence is null or existence = $existence::existence)
        and ($content is null or content = $content::content)
        and ($issue is null or list_contains(issues, $issue::issue))
        and ($year is null or year(published_at) = $year)
),
page as (
    select place, sort_key
    from matched
    where $after_key is null or sort_key < $after_key or (sort_key = $after_key and article_id > $after_id)
    order by sort_key desc, article_id
    limit $most
)
select
    article.article_id, article.title, article.language, article.publisher, article.published_at, article.url,
    article.existence::varchar as existence, article.content::varchar as content, article.changed_share,
    article.checked_at, page.sort_key
from derived.current_article as article
join page on article.rowid = page.place
order by page.sort_key desc, article.article_id;
