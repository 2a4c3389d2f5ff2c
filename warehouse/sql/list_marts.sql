select 'drop view marts."' || view_name || '"' from duckdb_views() where schema_name = 'marts' and view_name = $name
union all
select 'drop table derived."' || table_name || '"'
from duckdb_tables()
where schema_name = 'derived' and table_name = $name
union all
select distinct 'drop macro table marts."' || function_name || '"'
from duckdb_functions()
where schema_name = 'marts' and function_name = $name and function_type = 'table_macro';
