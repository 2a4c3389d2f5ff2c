select check_name, offending_count
from ops.check_result
where publish_no = (select max(publish_no) from ops.publish) and offending_count > 0;
