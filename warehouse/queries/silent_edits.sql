-- Which articles were changed although the page admits no change?
select article_id, publisher, title, content, edited_count, added_count, removed_count, current_url
from marts.article
where content in ('edited', 'rewritten', 'shortened', 'extended')
    and (modified_at is null or epoch_us(modified_at) <= epoch_us(published_at) + 86400 * 1000000::bigint)
order by changed_share desc nulls last, article_id
limit 100;
