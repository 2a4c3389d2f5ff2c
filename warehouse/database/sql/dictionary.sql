with relation as (
    select schema_name, table_name as name, 'table' as kind, comment from duckdb_tables()
    union all
    select schema_name, view_name, 'view', comment from duckdb_views() where not internal
)
select
    relation.name, relation.kind, relation.comment, found.column_name, found.data_type, found.comment, found.column_index
from relation
join duckdb_columns() as found on found.schema_name = relation.schema_name and found.table_name = relation.name
where relation.schema_name = $schema and found.database_name = current_database()
union all
select function_name, 'table macro', any_value(comment), '', '', '', 0
from duckdb_functions()
where schema_name = $schema and function_type = 'table_macro'
group by function_name
order by 1, 2, 7;
