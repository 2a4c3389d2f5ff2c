create or replace temp macro seedbank_search(words) as table
select unnest(seedbank_find(words), recursive := true);
