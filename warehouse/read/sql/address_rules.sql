select
    rule_id, publisher, host, folder_count, parameters, template, only_piece, only_values, renamings, support,
    counter_count, examples, counter_examples, "version", tried_count, found_count
from address_rules()
order by publisher, rank_no;
