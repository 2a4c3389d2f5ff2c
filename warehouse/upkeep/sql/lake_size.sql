select
    sum(file_count + delete_file_count)::bigint,
    sum(file_size_bytes + delete_file_size_bytes)::bigint
from ducklake_table_info($catalog);
