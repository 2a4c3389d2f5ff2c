-- The layouts of some versions, or without any named those in force: what the newest lesson of each publisher taught.
-- Where several lessons taught one version, the evidence is the newest one's.
with chosen as (
    select lesson.lesson_id, lesson.publisher
    from core.layout_lesson as lesson
    join ops.batch as batch using (batch_id)
    where $versions is null or lesson.layouts_version in (select unnest($versions::varchar[]))
    qualify row_number() over (
        partition by case when $versions is null then lesson.publisher else lesson.layouts_version end
        order by batch.load_no desc, lesson.lesson_id
    ) = 1
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
