-- kind: view
-- needs: current_article, duplicate_pair, duplicate_cluster
create view marts.duplicate as
with edge as (
    select article_id, other_article_id, jaccard from derived.duplicate_pair where jaccard >= 0.8
    union all
    select other_article_id, article_id, jaccard from derived.duplicate_pair where jaccard >= 0.8
),
nearest as (
    select
        article_id,
        max(jaccard) as jaccard,
        min_by(other_article_id, {'distance': 1 - jaccard, 'article_id': other_article_id}) as nearest_article_id
    from edge
    group by article_id
)
select
    cluster.cluster_id,
    cluster.article_id,
    nearest.jaccard,
    nearest.nearest_article_id,
    article.publisher,
    article.published_at
from derived.duplicate_cluster as cluster
join nearest using (article_id)
join derived.current_article as article using (article_id);

comment on view marts.duplicate is 'An article whose text is nearly that of another one, at whatever publisher: Jaccard index of 0.8 and more. Those that hang together are a cluster.';
comment on column marts.duplicate.jaccard is 'Shared shingles of three words / shingles of either, with the nearest article of the cluster, 0.8-1. Case and punctuation do not count; a character is a word where the script writes no spaces. Texts of less than 20 shingles are left out.';
comment on column marts.duplicate.nearest_article_id is 'That nearest article.';
