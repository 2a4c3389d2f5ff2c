-- Layouts of the publishers that the batches after $load_no taught anew which fit no more since the lesson before.
with lesson as (
    select
        lesson.publisher,
        max(batch.load_no) as load_no,
        max(batch.written_at) filter (batch.load_no <= $load_no) as taught_before
    from core.layout_lesson as lesson
    join ops.batch as batch using (batch_id)
    group by lesson.publisher
)
select health.publisher, health.layout, health.failing_since, health.last_fit_at, health.page_count
from marts.layout_health as health
join lesson using (publisher)
where lesson.load_no > $load_no
    and health.failing_since > coalesce(lesson.taught_before, health.last_fit_at)
order by health.publisher, health.layout;
