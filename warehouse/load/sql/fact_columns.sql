select table_name, list(column_name)
from duckdb_columns()
where database_name = current_database() and schema_name in ('raw', 'core', 'ops')
group by table_name;
