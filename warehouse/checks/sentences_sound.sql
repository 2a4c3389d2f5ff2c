-- severity: error
-- Every sentence of a reconciliation arrived; one from a page rests on a capture, one from the seed has its place there (of new batches).
with counted as (
    select
        article_id, reconciliation_id, sentence_count, len(sentences) as arrived_count,
        len(list_filter(
            sentences,
            lambda sentence: case
                when sentence.source = 'seed' then sentence.seed_start is null
                else capture_id is null
            end
        )) as sourceless_count
    from core.reconciliation
    where rowid in (select rowid from core.reconciliation where batch_id in (select batch_id from new_batch))
)
select article_id, reconciliation_id, sentence_count, arrived_count, sourceless_count
from counted
where sentence_count <> arrived_count or sourceless_count > 0;
