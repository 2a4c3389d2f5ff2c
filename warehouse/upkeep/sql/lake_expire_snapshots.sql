call ducklake_expire_snapshots($catalog, older_than => $before);
