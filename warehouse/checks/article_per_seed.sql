-- severity: torn
-- Every article that has a seed is in marts.article once, and no other is; those that are set aside are not (of touched articles).
with seeded as (
    select distinct article_id
    from raw.seed
    where article_id in (select article_id from touched) and article_id not in (select article_id from ops.quarantine)
),
shown as (
    select article_id, count(*) as rows_shown
    from derived.current_article
    where article_id in (select article_id from touched)
    group by article_id
)
select coalesce(seeded.article_id, shown.article_id) as article_id, shown.rows_shown
from seeded full join shown using (article_id)
where seeded.article_id is null or shown.rows_shown is distinct from 1;
