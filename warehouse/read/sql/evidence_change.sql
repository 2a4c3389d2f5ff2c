select
    change_no, relation::varchar as relation, seed_sentence_no, page_sentence_no, seed_text, page_text, similarity
from core.sentence_change
where reconciliation_id = $reconciliation_id
order by change_no;
