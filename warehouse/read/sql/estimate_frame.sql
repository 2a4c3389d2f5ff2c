-- The articles that a sample is drawn from, each with its cell and its place in a random order of its own number.
--
-- The year is the one that the seed tells: the year of a page would move an article into another cell once it was
-- asked. The order does not depend on the corpus, so a larger sample, or one of a corpus that grew, draws the same
-- articles first.
create or replace temp table estimate_frame as
with sighted as (
    select article_id, source_path from raw.seed
    union all
    select article_id, source_path from ops.duplicate
),
in_scope as (
    select distinct article_id
    from sighted
    where $source_paths::varchar[] is null
        or source_path in (select unnest($source_paths::varchar[]))
        or split_part(source_path, '::', 1) in (select unnest($source_paths::varchar[]))
),
story as (
    select article_id, arg_max(published_at, batch.load_no) as published_at
    from core.reconciliation join ops.batch as batch using (batch_id)
    where capture_id is null and published_at is not null
    group by article_id
)
select
    seed.article_id,
    min(seed.publisher) as publisher,
    year(make_timestamp(epoch_us(any_value(story.published_at)))) as published_year,
    md5($draw || ':' || seed.article_id) as place
from raw.seed as seed
left join story using (article_id)
where seed.article_id in (from in_scope)
group by seed.article_id;
