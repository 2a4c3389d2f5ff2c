-- Which commands made this warehouse? The newest 20.
select started_at, finished_at, command, version, exit_code
from ops.run
order by started_at desc
limit 20;
