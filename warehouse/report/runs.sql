-- Which commands made this warehouse? The newest 20.
select
    started_at,
    finished_at,
    command,
    version,
    case
        when finished_at is null then 'cut off, or still under way'
        when exit_code = 0 then 'done'
        when exit_code = 3 then 'done; some inputs could not be used'
        else format('ended with exit code {}', exit_code)
    end as outcome
from ops.run
order by started_at desc
limit 20;
