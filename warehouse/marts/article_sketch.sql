-- kind: table
-- needs: current_article
-- Sentences of less than 40 characters say too little to tell articles apart.
create table derived.article_sketch (
    article_id varchar not null,
    sentence_keys ubigint[] not null
);

comment on table derived.article_sketch is 'The keys of an article''s longer sentences, for finding near-identical articles. Built by publish.';
comment on column derived.article_sketch.article_id is 'Article.';
comment on column derived.article_sketch.sentence_keys is 'DuckDB''s hash of each different sentence of 40 characters and more, ascending; only compares within one version of DuckDB.';

-- refresh
delete from derived.article_sketch where article_id in (select article_id from touched);

insert into derived.article_sketch (article_id, sentence_keys)
with sketch as (
    select
        article.article_id,
        list_sort(
            list_distinct(
                list_transform(
                    list_filter(found.sentences, lambda sentence: length(sentence."text") >= 40),
                    lambda sentence: hash(sentence."text")
                )
            )
        ) as sentence_keys
    from derived.current_article as article
    join core.reconciliation as found using (reconciliation_id)
    where article.article_id in (select article_id from touched)
)
select article_id, sentence_keys from sketch where len(sentence_keys) > 0;
