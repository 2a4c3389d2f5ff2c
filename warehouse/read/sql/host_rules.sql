-- The rules by which the addresses of one publisher were rewritten, the surest first.
select
    rule_id, sentence, template, only_piece, only_values, renamings, support, counter_count, tried_count, found_count,
    hit_rate, is_used, learned_at, examples, counter_examples
from marts.address_rule
where publisher = $publisher
order by rank_no;
