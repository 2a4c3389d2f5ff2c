select publisher, published_year, count(*)
from estimate_frame
group by publisher, published_year
order by publisher, published_year;
