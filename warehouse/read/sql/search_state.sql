select
    (select min(applied_at)::varchar from ops.migration),
    (select coalesce(max(load_no), 0) from ops.publish);
