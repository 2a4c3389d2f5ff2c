select
    (select max(published_at) from ops.publish),
    (select count(*) from marts.recheck where next_check_at is null or next_check_at <= $now),
    (
        -- the newest run may be the one that published, or be under way
        select count(*) from ops.run
        where finished_at is null and started_at < (select max(started_at) from ops.run)
    );
