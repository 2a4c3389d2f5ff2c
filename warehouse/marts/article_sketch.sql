-- kind: table
-- needs: current_article
create table derived.article_sketch (
    article_id varchar not null,
    band_keys ubigint[] not null
);

comment on table derived.article_sketch is 'The keys of an article''s text, for finding near-identical articles. Built by publish from core.sketch; texts that were loaded with another version of it are sketched anew.';
comment on column derived.article_sketch.band_keys is 'One key for each of 14 bands of 5 MinHash values; near-identical texts share one.';

-- refresh
-- Keys that the touched articles had or have: what shares one of them is looked at again by duplicate_pair.
create or replace temp table touched_band as
select distinct unnest(band_keys) as band_key
from derived.article_sketch
where article_id in (select article_id from touched);

delete from derived.article_sketch where article_id in (select article_id from touched);

create or replace temp table stored_sketch as
select article.article_id, article.reconciliation_id, any_value(sketch.band_keys) as band_keys
from derived.current_article as article
left join core.sketch as sketch
    on sketch.reconciliation_id = article.reconciliation_id and sketch.sketch_version = getvariable('sketch_version')
where article.article_id in (select article_id from touched) and article.sentence_count > 0
group by all;

insert into derived.article_sketch (article_id, band_keys)
select article_id, band_keys from stored_sketch where len(band_keys) > 0;

-- Their texts first: with the function in the same statement, DuckDB reads the texts of all articles.
create or replace temp table unsketched_text as
with unsketched as (
    select article_id, reconciliation_id from stored_sketch where band_keys is null
)
select
    unsketched.article_id,
    list_aggregate(list_transform(found.sentences, lambda sentence: sentence."text"), 'string_agg', ' ') as "text"
from core.reconciliation as found
join unsketched using (reconciliation_id)
where found.rowid in (
    select rowid from core.reconciliation where reconciliation_id in (select reconciliation_id from unsketched)
);

insert into derived.article_sketch (article_id, band_keys)
with made as (
    select article_id, seedbank_sketch("text") as band_keys from unsketched_text
)
select article_id, band_keys from made where len(band_keys) > 0;

drop table unsketched_text;

insert into touched_band
select unnest(band_keys)
from derived.article_sketch
where article_id in (select article_id from touched);
