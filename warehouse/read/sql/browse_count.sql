select count(*)
from derived.current_article
where {fits};
