-- What the batches after $load_no say that was not known before: articles whose page was edited, and articles gone.
with batch as (
    select batch_id from ops.batch where load_no > $load_no
),
-- with lines that repeat on the pages of a host as apparatus
judged as (
    select
        found.article_id, found.capture_id, found.batch_id,
        coalesce(settled.content, found.content)::varchar as content,
        if(settled.reconciliation_id is null, found.changed_share, settled.changed_share) as changed_share
    from core.reconciliation as found
    left join derived.settled_verdict as settled using (reconciliation_id)
),
change as (
    select 'edited' as event, found.article_id, found.capture_id, found.content, found.changed_share
    from judged as found
    where found.batch_id in (from batch)
        and found.content in ('edited', 'rewritten', 'extended', 'shortened')
        and not exists (
            from judged as earlier
            where earlier.article_id = found.article_id
                and earlier.content = found.content
                and earlier.changed_share is not distinct from found.changed_share
                and earlier.batch_id not in (from batch)
        )
    union all
    select 'gone', observation.article_id, observation.capture_id, null, null
    from core.observation as observation
    where observation.batch_id in (from batch)
        and observation.existence = 'gone'
        and not exists (
            from core.observation as earlier
            where earlier.article_id = observation.article_id
                and earlier.existence = 'gone'
                and earlier.batch_id not in (from batch)
        )
)
select distinct on (change.event, change.article_id)
    change.event, change.article_id, article.publisher, article.title, article.url,
    coalesce(article.current_url, article.url) as current_url, change.capture_id, change.content, change.changed_share
from change
join derived.current_article as article using (article_id)
order by change.event, change.article_id, change.changed_share desc nulls last, change.capture_id;
