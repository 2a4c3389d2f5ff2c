-- The keys of the partitions are no columns of the files and never NULL: with columns of the same name, or with
-- __HIVE_DEFAULT_PARTITION__, pandas, pyarrow and Dask fail or give other types than DuckDB.
copy (
    select
        *,
        publisher as host,
        coalesce(year(make_timestamp(epoch_us(published_at)))::varchar, 'undated') as year
    from marts.article
    order by publisher, article_id
) to $target (format parquet, partition_by (host, year), compression zstd);
