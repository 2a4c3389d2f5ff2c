-- severity: error
-- Every sentence of a reconciliation arrived, and no sentence is without its reconciliation.
with arrived as (
    select reconciliation_id, count(*) as sentences from core.sentence group by reconciliation_id
)
select
    coalesce(found.reconciliation_id, arrived.reconciliation_id) as reconciliation_id,
    found.sentence_count, arrived.sentences
from core.reconciliation as found
full join arrived using (reconciliation_id)
where coalesce(found.sentence_count, -1) <> coalesce(arrived.sentences, 0);
