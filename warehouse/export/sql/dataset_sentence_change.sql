copy (from marts.sentence_change order by article_id) to $target (format parquet, compression zstd);
