-- The batches after $load_no, and all that say anything of the articles $also.
create or replace temp table new_batch as
select batch_id from ops.batch where load_no > $load_no
union
select batch_id from core.observation where article_id in (select unnest($also::varchar[]))
union
select batch_id from core.reconciliation where article_id in (select unnest($also::varchar[]));
