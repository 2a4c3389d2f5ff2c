-- Sentences whose words differ, in the order of the text; captions and the like left out.
select article.article_id, article.title, article.content::varchar as content, change.relation::varchar as relation,
    change.seed_text, change.page_text
from marts.sentence_change as change
join marts.article as article using (article_id)
where change.relation in ('edited', 'added', 'removed')
order by article.content, article.title, article.article_id, coalesce(change.seed_sentence_no, change.page_sentence_no), change.page_sentence_no
