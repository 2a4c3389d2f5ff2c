select (select count(*) from touched), (select count(distinct article_id) from raw.seed);
