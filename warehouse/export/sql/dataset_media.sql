copy (from marts.media order by article_id) to $target (format parquet, compression zstd);
