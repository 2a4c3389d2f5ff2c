with change as (
    select
        article_id,
        list(concat_ws(' → ', coalesce(seed_text, '(none)'), coalesce(page_text, '(none)')) order by change_no) as changes
    from marts.sentence_change
    where relation in ('edited', 'added', 'removed')
    group by article_id
)
select
    article.article_id, article.content_capture_id, article.title, coalesce(article.current_url, article.url) as url,
    article.compared_at, article.content, article.publisher, coalesce(change.changes[1:10], []) as changes
from derived.current_article as article
left join change using (article_id)
where article.content in ('edited', 'rewritten', 'extended', 'shortened', 'replaced')
order by article.compared_at desc, article.article_id
limit $limit;
