-- severity: error
-- A content verdict rests on a page.
select reconciliation_id, content, page_id
from core.reconciliation
where content <> 'not_compared' and page_id is null;
