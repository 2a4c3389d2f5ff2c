-- Every article with its looks in order of time, and the day of its story where it is known.
with verdict as (
    select article_id, capture_id, arg_max(content, batch.load_no) as content
    from core.reconciliation join ops.batch as batch using (batch_id)
    where capture_id is not null
    group by article_id, capture_id
),
story as (
    select article_id, arg_max(published_at, batch.load_no) as published_at
    from core.reconciliation join ops.batch as batch using (batch_id)
    where published_at is not null
    group by article_id
),
look as (
    select
        observation.article_id,
        list(
            {
                'checked_at': observation.observed_at,
                'existence': observation.existence::varchar,
                'content': verdict.content::varchar,
                'payload_digest': capture.payload_digest
            }
            order by observation.observed_at, batch.load_no
        ) as looks
    from core.observation as observation
    join ops.batch as batch using (batch_id)
    left join verdict using (article_id, capture_id)
    left join raw.capture as capture on capture.capture_id = observation.capture_id
    group by observation.article_id
)
select seed.article_id, coalesce(look.looks, []), story.published_at
from (select distinct article_id from raw.seed) as seed
left join look using (article_id)
left join story using (article_id);
