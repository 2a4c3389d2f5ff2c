copy (
    select *, year(make_timestamp(epoch_us(published_at))) as published_year from marts.article order by publisher, article_id
) to $target (format parquet, partition_by (publisher, published_year), compression zstd, write_partition_columns true);
