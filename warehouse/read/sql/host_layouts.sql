-- The layouts that the pages of one publisher taught: those that pages are read with now, then the earlier ones.
select
    layout, layouts_version, is_current, learned_at, stored_count, seed_count, support, contradicting, fingerprint,
    selectors, page_count, valid_from, valid_to
from marts.layout
where publisher = $publisher
order by is_current desc, learned_at desc, layout_no;
