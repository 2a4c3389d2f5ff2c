-- One page of the articles that a search found and that fit some filters, best match first.
with hit as (
    select unnest($ids::varchar[]) as article_id, generate_subscripts($ids::varchar[], 1) as place
)
select
    article.article_id, article.title, article.language, article.publisher, article.published_at, article.url,
    article.existence::varchar as existence, article.content::varchar as content, article.changed_share,
    article.checked_at, hit.place as sort_key
from derived.current_article as article
join hit using (article_id)
where {fits}
    and ($after_key is null or hit.place > $after_key::bigint)
order by hit.place
limit $most;
