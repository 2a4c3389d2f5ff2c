select kind::varchar as kind, "text", seed_start, seed_end, rule
from core.left_out
where reconciliation_id = $reconciliation_id
order by seed_start, left_out_no;
