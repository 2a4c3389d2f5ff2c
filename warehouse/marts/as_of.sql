-- kind: macro
-- needs: article_version
create macro marts.as_of(moment) as table
select version.article_id, article.publisher, article.url, version.title, version."text", version.origin,
    version.version_no, version.valid_from, version.valid_to
from marts.article_version as version
join derived.current_article as article using (article_id)
where (version.valid_from is null or version.valid_from <= moment)
    and (version.is_current or version.valid_to > moment);

comment on macro table marts.as_of is 'The corpus as it was known to stand at a moment: of each article the version that was valid then, as marts.article_version has it. A page''s version counts from when it was first seen, a seed''s from the day of publication, or always where nobody knows that day; an article that is gone keeps its last version. marts.as_of(timestamptz ''2026-11-01'').';
