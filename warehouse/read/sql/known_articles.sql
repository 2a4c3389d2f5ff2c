select article_id
from derived.current_article
where article_id in (select unnest($article_ids::varchar[]));
