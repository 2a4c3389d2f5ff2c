-- Which inputs could not be used, and why?
select stage, reason, count(*) as input_count, any_value(source_path) as example_path, any_value(detail) as example_detail
from ops.rejection
group by stage, reason
order by input_count desc, stage, reason;
