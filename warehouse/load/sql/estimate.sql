insert into core.estimate (
    estimate_id, panel_id, scope, as_of, oldest_at, figure, part, stratum, population, sample_size, answered, positive,
    share, low, high, bound_low, bound_high, more_to_halve, "method", batch_id
)
select
    estimate_id, panel_id, scope, as_of, oldest_at, figure, part, stratum, population, sample_size, answered, positive,
    share, low, high, bound_low, bound_high, more_to_halve, "method", batch_id
from read_parquet($files) as incoming
anti join core.estimate as held using (estimate_id, figure, part, stratum);
