-- The layouts that pages of each publisher taught: those that pages are read with now, then the earlier ones.
select
    publisher, layout, layouts_version, is_current, learned_at, stored_count, seed_count, support, contradicting, fingerprint,
    selectors, page_count, valid_from, valid_to
from marts.layout
order by publisher, is_current desc, learned_at desc, layout_no;
