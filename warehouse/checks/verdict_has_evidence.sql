-- severity: error
-- A content verdict rests on a page and a capture that are held, and every reconciliation on a seed that is (of new batches).
with found as (
    select article_id, reconciliation_id, content, seed_id, page_id, capture_id
    from core.reconciliation
    where batch_id in (select batch_id from new_batch)
)
select found.*
from found
where seed_id not in (select seed_id from raw.seed)
    or content <> 'not_compared' and (page_id is null or page_id not in (select page_id from core.page))
    or capture_id is not null and capture_id not in (select capture_id from raw.capture);
