select kind::varchar as kind, url, caption, credit
from core.media
where reconciliation_id = $reconciliation_id
order by media_no;
