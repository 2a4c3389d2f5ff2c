-- How much of the corpus holds, as a random sample of its pages tells? Of the newest estimate.
select
    figure,
    share as estimated_share,
    low as low_share,
    high as high_share,
    bound_low as least_share,
    bound_high as most_share,
    answered as answered_count,
    sample_size,
    population,
    more_to_halve,
    as_of
from marts.estimate
where load_no = (select max(load_no) from marts.estimate)
    and part = if(getvariable('publisher') is null, 'corpus', 'publisher')
    and stratum = coalesce(getvariable('publisher')::varchar, '')
    and (positive > 0 or figure in ('existence:there', 'content:changed'))
order by
    list_position(['existence:there', 'existence:lost', 'content:changed', 'fact:any'], figure) nulls last,
    split_part(figure, ':', 1) <> 'existence',
    figure;
