call ducklake_cleanup_old_files($catalog, older_than => $before);
