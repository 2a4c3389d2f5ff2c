select article_id, publisher, title, url
from derived.current_article
where article_id in (select unnest($article_ids::varchar[]));
