-- Every column of every view of marts: view, what the view is, column, its type in short, what it means, and the words
-- of its vocabulary where it has one.
select
    relation.view_name,
    relation.comment,
    found.column_name,
    if(starts_with(found.data_type, 'ENUM'), if(ends_with(found.data_type, '[]'), 'varchar[]', 'varchar'), lower(found.data_type)),
    found.comment,
    if(
        starts_with(found.data_type, 'ENUM') and not ends_with(found.data_type, '[]'),
        regexp_extract_all(found.data_type, '''([^'']*)''', 1),
        []
    )
from duckdb_views() as relation
join duckdb_columns() as found
    on found.schema_name = relation.schema_name and found.table_name = relation.view_name
        and found.database_name = relation.database_name
where relation.schema_name = 'marts' and relation.database_name = current_database()
order by relation.view_name, found.column_index;
