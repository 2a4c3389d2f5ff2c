select kind::varchar as kind, "before", "after", seed_sentence_no, page_sentence_no
from core.fact_change
where reconciliation_id = $reconciliation_id
order by fact_no;
