-- kind: view
-- needs: current_article, duplicate_pair
create view marts.duplicate as
with recursive edge as (
    select article_id, other_article_id, jaccard from derived.duplicate_pair
    union all
    select other_article_id, article_id, jaccard from derived.duplicate_pair
),
reached as (
    select distinct article_id, article_id as member_id from edge
    union
    select reached.article_id, edge.other_article_id
    from reached join edge on edge.article_id = reached.member_id
),
cluster as (
    select article_id, min(member_id) as cluster_id from reached group by article_id
),
nearest as (
    select article_id, max(jaccard) as jaccard, max_by(other_article_id, jaccard) as nearest_article_id
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
from cluster
join nearest using (article_id)
join derived.current_article as article using (article_id);

comment on view marts.duplicate is 'An article that shares at least half of its sentences with another one; those that hang together are a cluster.';
comment on column marts.duplicate.cluster_id is 'Smallest article_id of the cluster.';
comment on column marts.duplicate.article_id is 'The article.';
comment on column marts.duplicate.jaccard is 'Shared sentences / sentences of either, with the nearest article of the cluster, 0.5-1. Sentences of less than 40 characters do not count.';
comment on column marts.duplicate.nearest_article_id is 'That nearest article.';
comment on column marts.duplicate.publisher is 'Host without www., m. or amp.';
comment on column marts.duplicate.published_at is 'When it was published, UTC.';
