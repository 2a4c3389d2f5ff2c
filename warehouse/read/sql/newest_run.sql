select command, started_at, finished_at, exit_code, parameters
from ops.run
order by started_at desc
limit 1;
