-- kind: table
-- needs: article_sketch
-- Two articles are compared when they share one of their four smallest sentence keys: of two articles that share
-- half of their sentences, 94 of 100 are (1 - 0.5^4).
create table derived.duplicate_pair (
    article_id varchar not null,
    other_article_id varchar not null,
    jaccard double not null
);

comment on table derived.duplicate_pair is 'Two articles that share at least half of their sentences; article_id is the smaller. Built by publish.';
comment on column derived.duplicate_pair.article_id is 'The article with the smaller id.';
comment on column derived.duplicate_pair.other_article_id is 'The other article.';
comment on column derived.duplicate_pair.jaccard is 'Shared sentences / sentences of either, 0.5-1.';

-- refresh
delete from derived.duplicate_pair
where article_id in (select article_id from touched) or other_article_id in (select article_id from touched);

insert into derived.duplicate_pair (article_id, other_article_id, jaccard)
with entry as (
    select article_id, unnest(sentence_keys[1:4]) as sentence_key from derived.article_sketch
),
shared_key as (
    -- a sentence in more than fifty articles is boilerplate
    select sentence_key, list(article_id) as articles
    from entry
    group by sentence_key
    having count(*) between 2 and 50
),
member as (
    select sentence_key, unnest(articles) as article_id from shared_key
),
candidate as (
    select distinct first.article_id, second.article_id as other_article_id
    from member as first
    join member as second on first.sentence_key = second.sentence_key and first.article_id < second.article_id
    where first.article_id in (select article_id from touched) or second.article_id in (select article_id from touched)
),
measured as (
    select
        candidate.article_id,
        candidate.other_article_id,
        len(list_intersect(left_sketch.sentence_keys, right_sketch.sentence_keys)) as shared_count,
        len(left_sketch.sentence_keys) + len(right_sketch.sentence_keys) as total_count
    from candidate
    join derived.article_sketch as left_sketch using (article_id)
    join derived.article_sketch as right_sketch on right_sketch.article_id = candidate.other_article_id
)
select article_id, other_article_id, shared_count / (total_count - shared_count) as jaccard
from measured
where 2 * shared_count >= total_count - shared_count;
