select count(*)
from derived.current_article
where ($publisher is null or publisher = $publisher)
    and ($existence is null or existence = $existence::existence)
    and ($content is null or content = $content::content)
    and ($issue is null or list_contains(issues, $issue::issue))
    and ($year is null or year(published_at) = $year);
