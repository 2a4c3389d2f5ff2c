select
    change.change_no, if(repeated.change_no is null, change.relation::varchar, 'apparatus') as relation, change.seed_sentence_no, change.page_sentence_no,
    change.seed_text, change.page_text, change.similarity, origin.origin::varchar as origin
from core.sentence_change as change
left join derived.change_origin as origin
    on origin.reconciliation_id = change.reconciliation_id and origin.change_no = change.change_no
left join derived.repeated_addition as repeated
    on repeated.reconciliation_id = change.reconciliation_id and repeated.change_no = change.change_no
where change.reconciliation_id = $reconciliation_id
order by change.change_no;
