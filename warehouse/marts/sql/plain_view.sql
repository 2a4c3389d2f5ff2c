-- The statement that defines main."<mart>", for programs that see only that schema: the mart's view, with times as
-- TIMESTAMP in UTC.
select
    'create or replace view main."' || $name || '" as select *'
    || coalesce(
        ' replace (' || string_agg(
            'make_timestamp(epoch_us("' || column_name || '")) as "' || column_name || '"', ', ' order by column_index
        ) filter (data_type = 'TIMESTAMP WITH TIME ZONE') || ')', ''
    )
    || ' from marts."' || $name || '"'
from duckdb_columns()
where database_name = current_database() and schema_name = 'marts' and table_name = $name
having count(*) > 0;
