-- kind: macro
-- needs: current_article
create macro marts.search(words) as table
with hit as (
    select unnest(seedbank_search(words), recursive := true)
)
select
    hit.article_id,
    article.publisher,
    article.published_at,
    article.title,
    article.url,
    hit.score
from hit
join derived.current_article as article using (article_id)
order by hit.score desc, hit.article_id;

comment on macro table marts.search is 'The articles that hold all these words, best first, at most 1,000: marts.search(''hội nghị trung ương''). Words match with and without diacritics, exact ones rank first; score is comparable within one search alone; "words in quotes" stand next to each other. Only `seedbank sql` and programs that call warehouse.read.search.register_search know it.';
