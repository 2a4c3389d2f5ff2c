-- severity: error
-- Every sentence of a reconciliation arrived, numbered from 1.
select reconciliation_id, sentence_count, len(sentences) as sentences
from core.reconciliation
where sentence_count <> len(sentences);
