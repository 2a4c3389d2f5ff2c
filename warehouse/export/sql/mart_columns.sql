select
    column_name,
    case when starts_with(data_type, 'ENUM') then if(ends_with(data_type, '[]'), 'VARCHAR[]', 'VARCHAR') else data_type end,
    comment
from duckdb_columns()
where schema_name = 'marts' and table_name = $mart and database_name = current_database()
order by column_index;
