select
    seed_id, article_id, article_key, publisher, article_number, canonical_url, url, title, body, extra,
    format::varchar as format, source_path, line
from raw.seed
where article_id = $article_id
order by seed_id;
