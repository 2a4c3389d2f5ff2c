-- What was wrong with a seed, rare faults first, and the caption that was taken out of its text.
with caption as (
    select article_id, string_agg(concat_ws(' — ', caption, credit), '; ' order by media_no) as captions
    from marts.media
    where caption is not null
    group by article_id
)
select article.title, list_sort(article.issues::varchar[]) as issues, coalesce(caption.captions, '') as captions
from marts.article as article
left join caption using (article_id)
where len(article.issues) > 0
order by list_sort(article.issues::varchar[]) = ['caption_in_text'], article.title
