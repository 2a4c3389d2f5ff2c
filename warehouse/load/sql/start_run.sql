insert into ops.run (run_id, command, version, parameters, started_at)
values ($run_id, $command, $version, $parameters, $now);
