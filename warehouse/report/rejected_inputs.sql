-- Which inputs could not be used, and why? Of the whole collection.
select stage::varchar as stage, reason::varchar as reason, count(*) as input_count, min(detail) as example
from ops.rejection
group by all
order by input_count desc, stage, reason;
