-- Publishers whose layouts are to be learned: enough pages that no file describes, and enough of them new.
with lesson as (
    select lesson.publisher, lesson.layouts_version, lesson.learner_version, lesson.read_count, batch.load_no
    from core.layout_lesson as lesson
    join ops.batch as batch using (batch_id)
    qualify row_number() over (partition by lesson.publisher order by batch.load_no desc, lesson.lesson_id) = 1
),
author as (
    select article_id, any_value(publisher) as publisher
    from raw.seed
    where body_length > 0
    group by article_id
),
reading as (
    select page.payload_digest, page.url, arg_max(page.layout, batch.load_no) as layout
    from core.page as page
    join ops.batch as batch using (batch_id)
    where page.kind not in ('index', 'error')
    group by page.payload_digest, page.url
),
stored as (
    select author.publisher, capture.article_id, reading.layout, batch.load_no
    from raw.capture as capture
    join ops.batch as batch using (batch_id)
    join author using (article_id)
    join reading on reading.payload_digest = capture.payload_digest and reading.url = capture.final_uri
    where capture.outcome = 'ok' and capture.warc_file is not null and capture.revisit_of is null
        and reading.layout not in (select unnest($described::varchar[]))
),
counted as (
    select
        stored.publisher,
        count(distinct stored.article_id) as page_count,
        count(distinct stored.article_id) filter (stored.load_no > coalesce(lesson.load_no, 0)) as new_count,
        count(distinct stored.article_id) filter (
            stored.load_no > lesson.load_no and not starts_with(stored.layout, stored.publisher || '.learned_')
        ) as misfit_count
    from stored
    left join lesson using (publisher)
    group by stored.publisher
)
select counted.publisher
from counted
left join lesson using (publisher)
where counted.page_count >= $least
    and (
        lesson.publisher is null
        or lesson.learner_version <> $learner_version
        or (lesson.layouts_version is not null and misfit_count >= $least and 2 * misfit_count >= new_count)
        or (counted.new_count >= lesson.read_count and (lesson.read_count < $most or lesson.layouts_version is null))
    )
order by counted.new_count desc, counted.publisher
limit $publishers;
