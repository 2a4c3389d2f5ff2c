with cell as (
    select
        unnest($publishers::varchar[]) as publisher,
        unnest($years::bigint[]) as published_year,
        unnest($strata::varchar[]) as stratum,
        unnest($taken::bigint[]) as taken
)
select frame.article_id, cell.stratum
from estimate_frame as frame
join cell on cell.publisher = frame.publisher and cell.published_year is not distinct from frame.published_year
qualify row_number() over (partition by cell.stratum order by frame.place, frame.article_id) <= any_value(cell.taken)
    over (partition by cell.stratum)
order by cell.stratum, frame.article_id;
