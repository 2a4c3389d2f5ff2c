call ducklake_rewrite_data_files($catalog);
