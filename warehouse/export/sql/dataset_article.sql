copy (from marts.article order by article_id) to $target (format parquet, compression zstd);
