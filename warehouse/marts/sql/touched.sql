-- The articles that batches after $load_no say anything about, and the articles $also.
create or replace temp table touched as
with batch as (
    select batch_id from ops.batch where load_no > $load_no
)
select article_id from raw.seed where batch_id in (from batch)
union
select article_id from ops.duplicate where batch_id in (from batch)
union
select article_id from core.observation where batch_id in (from batch)
union
select article_id from core.reconciliation where batch_id in (from batch)
union
select unnest($also::varchar[]);
