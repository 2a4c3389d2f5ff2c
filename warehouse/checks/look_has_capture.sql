-- severity: error
-- What a look showed rests on a capture that is held (of new batches).
select capture_id, article_id, existence
from core.observation
where batch_id in (select batch_id from new_batch)
    and capture_id not in (select capture_id from raw.capture);
