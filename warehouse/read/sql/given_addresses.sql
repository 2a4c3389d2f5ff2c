-- The addresses that rules gave for articles, whether they were asked yet or not.
select distinct article_id, "address"
from core.address_try
where article_id in (select unnest($article_ids::varchar[]));
