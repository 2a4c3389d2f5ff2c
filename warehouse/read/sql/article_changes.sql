select relation::varchar, seed_text, page_text
from marts.sentence_change
where article_id = $article_id
order by change_no;
