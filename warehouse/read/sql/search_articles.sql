with batch as (
    select batch_id from ops.batch where load_no > $load_no
),
touched as (
    select article_id from raw.seed where batch_id in (from batch)
    union
    select article_id from core.reconciliation where batch_id in (from batch)
)
select article_id, title, "text" from marts.article where article_id in (from touched);
