-- The batches after $load_no.
create or replace temp table new_batch as
select batch_id from ops.batch where load_no > $load_no;
