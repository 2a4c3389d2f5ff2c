-- severity: error
-- A reconciliation is held once.
select reconciliation_id, count(*) as rows_held from core.reconciliation group by reconciliation_id having count(*) > 1;
