select
    version_no, origin::varchar as origin, title, "text", text_sha256, valid_from, valid_to, is_current, seed_id,
    capture_id
from marts.article_version
where article_id = $article_id
order by version_no;
