-- severity: torn
-- A reconciliation is held once (those of new batches).
select reconciliation_id, count(*) as rows_held
from core.reconciliation
where reconciliation_id in (select reconciliation_id from core.reconciliation where batch_id in (select batch_id from new_batch))
group by reconciliation_id
having count(*) > 1;
