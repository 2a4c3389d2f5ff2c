insert into ops.check_result (publish_no, checked_at, check_name, severity, offending_count, example)
select $publish_no, $now, unnest($names), unnest($severities), unnest($counts), unnest($examples);
