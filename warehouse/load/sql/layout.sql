insert into core.layout (
    lesson_id, layout_no, "name", fingerprint, title_affixes, seed_count, selectors, batch_id
)
select lesson_id, layout_no, "name", fingerprint, title_affixes, seed_count, selectors, batch_id
from read_parquet($files) as incoming
anti join core.layout as held using (lesson_id, layout_no);
