-- Which layouts have the stored pages of publishers taught, and how many pages speak for each?
select publisher, layout, learned_at, seed_count, support, contradicting, body, page_count, valid_from, valid_to
from marts.layout
where is_current
order by publisher, layout_no
limit 100;
