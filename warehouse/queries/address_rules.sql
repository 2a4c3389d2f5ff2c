-- By which rules were addresses rewritten, and how often does what they give hold?
select publisher, sentence, support, counter_count, tried_count, found_count, hit_rate, is_used
from marts.address_rule
order by support desc, publisher, rank_no;
