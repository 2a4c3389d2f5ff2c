-- kind: table
-- needs: article_sketch
-- In a bucket, the articles that share a key, each is measured against the eight that follow it by id: a bucket of up to
-- nine is measured whole, a larger one stays connected, and the work grows with its size, not with its square.
create table derived.duplicate_pair (
    article_id varchar not null,
    other_article_id varchar not null,
    jaccard double not null
);

comment on table derived.duplicate_pair is 'Two articles whose texts were measured against each other because their sketches share a key; article_id is the smaller. Built by publish.';
comment on column derived.duplicate_pair.article_id is 'The article with the smaller id.';
comment on column derived.duplicate_pair.other_article_id is 'The other article.';
comment on column derived.duplicate_pair.jaccard is 'Shared shingles of three words / shingles of either, 0-1.';

-- refresh
-- Who stands next to whom can change in every bucket that a touched article left or entered.
create or replace temp table reviewed as
select article_id from touched
union
select article_id
from (select article_id, unnest(band_keys) as band_key from derived.article_sketch)
where band_key in (select band_key from touched_band);

create or replace temp table measured_pair as
from derived.duplicate_pair
where article_id in (select article_id from reviewed) and other_article_id in (select article_id from reviewed);

delete from derived.duplicate_pair
where article_id in (select article_id from reviewed) and other_article_id in (select article_id from reviewed);

create or replace temp table candidate_pair as
with entry as (
    select article_id, unnest(band_keys) as band_key from derived.article_sketch
),
reviewed_band as (
    select band_key from entry where article_id in (select article_id from reviewed)
),
-- Counted before articles are listed: nearly all keys are of one article, and a list for each would not fit in memory.
shared_band as (
    select band_key
    from entry
    semi join reviewed_band using (band_key)
    group by band_key
    having count(*) > 1
),
bucket as (
    select list(article_id order by article_id) as members
    from entry
    semi join shared_band using (band_key)
    group by band_key
),
neighbour as (
    select
        unnest(members) as article_id,
        unnest(list_transform(members, lambda _, place: members[place + 1 : place + 8])) as followers
    from bucket
),
pair as (
    select distinct article_id, unnest(followers) as other_article_id from neighbour
)
from pair
where article_id in (select article_id from reviewed) and other_article_id in (select article_id from reviewed);

insert into derived.duplicate_pair (article_id, other_article_id, jaccard)
from measured_pair
semi join candidate_pair using (article_id, other_article_id)
where article_id not in (select article_id from touched) and other_article_id not in (select article_id from touched);

-- Ordered, so that the shingles of one text serve all its pairs. The texts themselves are never sorted or stored: so
-- this runs in the memory of a publish however many pairs there are.
create or replace temp table unmeasured_pair as
select
    pair.article_id, pair.other_article_id,
    this.reconciliation_id as this_id, other.reconciliation_id as other_id
from candidate_pair as pair
join derived.current_article as this using (article_id)
join derived.current_article as other on other.article_id = pair.other_article_id
where not exists (
    from derived.duplicate_pair as known
    where known.article_id = pair.article_id and known.other_article_id = pair.other_article_id
)
order by pair.article_id;

-- Where the texts stand first: looked for by id, DuckDB reads the texts of all articles, twice.
create or replace temp table measured_text as
select rowid as place, reconciliation_id
from core.reconciliation
where reconciliation_id in (select this_id from unmeasured_pair union all select other_id from unmeasured_pair);

insert into derived.duplicate_pair (article_id, other_article_id, jaccard)
with this_text as (
    select
        reconciliation_id as this_id,
        list_aggregate(list_transform(sentences, lambda sentence: sentence."text"), 'string_agg', ' ') as this_text
    from core.reconciliation
    where rowid in (
        select place from measured_text where reconciliation_id in (select this_id from unmeasured_pair)
    )
),
other_text as (
    select
        reconciliation_id as other_id,
        list_aggregate(list_transform(sentences, lambda sentence: sentence."text"), 'string_agg', ' ') as other_text
    from core.reconciliation
    where rowid in (
        select place from measured_text where reconciliation_id in (select other_id from unmeasured_pair)
    )
)
select pair.article_id, pair.other_article_id, seedbank_jaccard(this_text.this_text, other_text.other_text)
from unmeasured_pair as pair
join other_text using (other_id)
join this_text using (this_id);

drop table measured_text;
