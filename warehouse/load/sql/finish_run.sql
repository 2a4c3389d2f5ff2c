update ops.run
set finished_at = $now, exit_code = $exit_code, counts = $counts
where run_id = $run_id;
