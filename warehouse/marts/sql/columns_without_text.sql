select schema_name, column_name
from duckdb_columns()
where database_name = current_database() and schema_name in ('marts', 'derived') and table_name = $name and comment is null
order by schema_name, column_index;
