-- How much of each publisher's year is gone?
select publisher, published_year, article_count, checked_count, rot_share, pew_rot_share
from marts.link_rot
order by publisher, published_year;
