-- Incoming seeds that are held already, by the warehouse or by an earlier row of this transaction.
create or replace temp table dropped_seed as
with incoming as (
    select seed_id, article_id, source_path, line, batch_id, file_row_number
    from read_parquet($files, file_row_number = true)
),
ranked as (
    select *, row_number() over (partition by seed_id order by source_path, line, batch_id, file_row_number) as place
    from incoming
),
held as (
    select seed_id, source_path, line from raw.seed where seed_id in (select seed_id from incoming)
)
select
    ranked.seed_id, ranked.article_id, ranked.source_path, ranked.line, ranked.batch_id, ranked.file_row_number,
    case
        when held.source_path = ranked.source_path and held.line is not distinct from ranked.line
        then 'read_again' else 'same_seed'
    end as kind
from ranked left join held using (seed_id)
where place > 1 or held.seed_id is not null;

insert into ops.duplicate (seed_id, article_id, source_path, line, kind, batch_id)
select seed_id, article_id, source_path, line, kind, batch_id from dropped_seed;
