-- The tables of a catalog that hold data, each with its columns in order, quoted and listed.
select schema_name, table_name, string_agg('"' || column_name || '"', ', ' order by column_index)
from duckdb_columns()
join duckdb_tables() using (database_name, schema_name, table_name)
where database_name = $catalog and schema_name in ('raw', 'core', 'ops', 'derived')
group by schema_name, table_name
order by schema_name, table_name;
