select
    (select coalesce(max(publish_no), 0) from ops.publish),
    (select coalesce(max(load_no), 0) from ops.publish),
    (select coalesce(max(load_no), 0) from ops.batch);
