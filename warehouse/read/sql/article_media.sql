select caption, credit
from marts.media
where article_id = $article_id
order by all;
