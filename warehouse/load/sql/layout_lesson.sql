insert into core.layout_lesson (
    lesson_id, publisher, layouts_version, learner_version, stored_count, read_count, unreadable_count, batch_id
)
select lesson_id, publisher, layouts_version, learner_version, stored_count, read_count, unreadable_count, batch_id
from read_parquet($files) as incoming
anti join core.layout_lesson as held using (lesson_id);
