select url
from derived.current_article
where list_contains(issues, 'several_texts') and seed_path in (select unnest($source_paths))
order by url
limit $most;
