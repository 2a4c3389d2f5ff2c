-- How did the estimated shares change since the estimate before?
select
    figure,
    before_as_of,
    as_of,
    comparison,
    share_before as before_share,
    share as now_share,
    change as change_share,
    change_low as change_low_share,
    change_high as change_high_share
from marts.estimate_trend
where part = if(getvariable('publisher') is null, 'corpus', 'publisher')
    and stratum = coalesce(getvariable('publisher')::varchar, '')
    and comparison <> 'grown sample'
    and figure in ('existence:there', 'existence:lost', 'content:changed', 'fact:any')
order by as_of desc, figure
limit 48;
