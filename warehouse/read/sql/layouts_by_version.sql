-- The layouts of some versions; where several lessons taught the same, with the evidence of the newest.
with chosen as (
    select lesson.lesson_id, lesson.publisher
    from core.layout_lesson as lesson
    join ops.batch as batch using (batch_id)
    where lesson.layouts_version in (select unnest($versions::varchar[]))
    qualify row_number() over (partition by lesson.layouts_version order by batch.load_no desc, lesson.lesson_id) = 1
)
select
    chosen.publisher,
    list(
        {
            'name': layout."name", 'fingerprint': layout.fingerprint, 'title_affixes': layout.title_affixes,
            'seed_count': layout.seed_count, 'selectors': layout.selectors
        }
        order by layout.layout_no
    ) as layouts
from chosen
join core.layout as layout using (lesson_id)
group by chosen.lesson_id, chosen.publisher;
