-- The publishers of the seeds, the one with most articles first.
select publisher from raw.seed group by publisher order by count(distinct article_id) desc, publisher;
