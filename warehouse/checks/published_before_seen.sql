-- severity: warning
-- No article was published after it was looked at or loaded (of touched articles).
select article_id, published_at, published_at_precision, checked_at
from derived.current_article
where article_id in (select article_id from touched)
    and published_at > coalesce(checked_at, (select max(loaded_at) from ops.batch)) + interval 1 day;
