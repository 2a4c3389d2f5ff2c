insert into ops.run (run_id, command, version, parameters, started_at, finished_at, exit_code, counts)
select run_id, command, version, parameters, started_at, finished_at, exit_code, counts from old.ops.run;
insert into ops.source (source_path, signature, source_bytes, recorded_at)
select source_path, signature, source_bytes, recorded_at from old.ops.source;
