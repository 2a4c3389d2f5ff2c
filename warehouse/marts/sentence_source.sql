-- kind: view
-- needs: sentence_count
create view marts.sentence_source as
select article_id, source, rule, sentence_count from derived.sentence_count;

comment on view marts.sentence_source is 'How many sentences of the clean text came from where and why, for articles that were compared with their page. An article that is not here has all its sentences from its seed, or from the page where its seed has no text (marts.sentence tells).';
