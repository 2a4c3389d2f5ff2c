-- severity: error
-- A seed is held once.
select seed_id, count(*) as rows_held from raw.seed group by seed_id having count(*) > 1;
