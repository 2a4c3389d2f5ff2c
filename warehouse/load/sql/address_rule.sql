insert into core.address_rule (
    rule_id, publisher, sentence, host, folder_count, parameters, template, only_piece, only_values, renamings, support,
    counter_count, examples, counter_examples, "version", batch_id
)
select
    rule_id, publisher, sentence, host, folder_count, parameters, template, only_piece, only_values, renamings, support,
    counter_count, examples, counter_examples, "version", batch_id
from read_parquet($files) as incoming
anti join core.address_rule as held using (batch_id, rule_id);
