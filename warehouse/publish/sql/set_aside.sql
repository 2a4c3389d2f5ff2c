insert into ops.quarantine (article_id, check_name, detail, publish_no, set_aside_at)
select unnest($article_ids::varchar[]), unnest($names::varchar[]), unnest($details::varchar[]), $publish_no, $now;
