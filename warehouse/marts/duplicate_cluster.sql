-- kind: table
-- needs: duplicate_pair
create table derived.duplicate_cluster (
    cluster_id varchar not null,
    article_id varchar not null
);

comment on table derived.duplicate_cluster is 'Which near-identical articles hang together: the connected components of the pairs with a Jaccard index of 0.8 and more. Built by publish.';

-- refresh
delete from derived.duplicate_cluster;

insert into derived.duplicate_cluster (cluster_id, article_id)
with pair as (
    select list({'a': ('0x' || article_id)::ubigint, 'b': ('0x' || other_article_id)::ubigint}) as pairs
    from derived.duplicate_pair
    where jaccard >= 0.8
),
found as (
    select unnest(seedbank_clusters(pairs)) as found from pair
)
select printf('%016x', found.cluster), printf('%016x', found.member) from found;
