insert into ops.check_result (publish_no, checked_at, check_name, severity, offending_count, example)
values ($publish_no, $now, $name, $severity, $offending_count, $example);
