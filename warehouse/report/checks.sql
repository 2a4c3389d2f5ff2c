-- What did the quality checks find before the last publish?
select check_name, severity::varchar as severity, offending_count, checked_at
from ops.check_result
where publish_no = (select max(publish_no) from ops.publish)
order by check_name;
