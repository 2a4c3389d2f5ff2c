-- What a monitor watches, as (name, label, label_value, value); see warehouse/publish/metrics.py for what each means.
select 'seedbank_articles' as name, 'existence' as label, existence::varchar as label_value, count(*)::double as value
from derived.current_article group by all
union all
select 'seedbank_articles_compared', 'content', content::varchar, count(*) from derived.current_article group by all
union all
select 'seedbank_seeds_total', 'outcome', unnest(['loaded', 'duplicate', 'rejected']),
    unnest([
        coalesce(sum(seeds_loaded), 0), coalesce(sum(seeds_duplicate), 0), coalesce(sum(seeds_rejected), 0)
    ])::double
from ops.batch
union all
select 'seedbank_requests_total', 'outcome', outcome::varchar, sum(request_count) from raw.capture group by all
union all
select 'seedbank_rejections_total', 'reason', reason::varchar, count(*) from ops.rejection group by all
union all
select 'seedbank_batches_total', '', '', count(*) from ops.batch
union all
select 'seedbank_articles_due', '', '', count(*) filter (next_check_at is null or next_check_at <= $now) from marts.recheck
union all
select 'seedbank_runs_total', 'command', command, count(*) from ops.run group by all
union all
select 'seedbank_runs_cut_off_total', 'command', command, count(*) filter (finished_at is null)
from ops.run where run_id <> $run_id group by all
union all
select 'seedbank_last_run_end_timestamp_seconds', 'command', command, epoch(max(finished_at))
from ops.run where finished_at is not null group by all
union all
select 'seedbank_last_run_duration_seconds', 'command', command,
    epoch(max_by(finished_at, started_at)) - epoch(max(started_at))
from ops.run where finished_at is not null group by all
union all
select 'seedbank_last_run_exit_code', 'command', command, max_by(exit_code, started_at)
from ops.run where finished_at is not null group by all
union all
select 'seedbank_last_publish_timestamp_seconds', '', '', epoch(max(published_at)) from ops.publish having count(*) > 0
union all
select 'seedbank_check_offending_rows', 'check', check_name, max_by(offending_count, checked_at)
from ops.check_result group by all
order by name, label_value;
