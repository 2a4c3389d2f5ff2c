insert into raw.seed (
    seed_id, article_id, article_key, publisher, article_number, canonical_url, url, title, body, body_length, extra, format,
    source_path, line, batch_id
)
select
    seed_id, article_id, article_key, publisher, article_number, canonical_url, url, title, body,
    length(body) as body_length, extra, format, source_path, line, batch_id
from read_parquet($files, file_row_number = true) as incoming
anti join dropped_seed using (batch_id, file_row_number);
