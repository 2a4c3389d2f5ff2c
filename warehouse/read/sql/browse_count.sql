select count(*)
from derived.current_article
where ($publisher is null or publisher = $publisher)
    and ($existence is null or existence = $existence::existence)
    and ($content is null or content = $content::content)
    and ($issue is null or list_contains(issues, $issue::issue))
    and ($first_moment is null or published_at >= $first_moment and published_at < $last_moment);
