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
        when exit_code = 1 then 'ended by a fault of the program'
        when exit_code = 2 then 'not begun: it was asked for wrongly'
        when exit_code = 4 then 'not begun: another process was writing'
        when exit_code = 5 then 'ended early: the disk was full'
        when exit_code = 130 then 'interrupted; the same command goes on'
        else 'ended early'
    end as outcome
from ops.run
order by started_at desc
limit 20;
