select change_no, article_count
from derived.repeated_addition
where reconciliation_id = $reconciliation_id
order by change_no;
