-- kind: view
create view marts.address_rule as
select
    rule_id,
    publisher,
    sentence,
    host as old_host,
    folder_count,
    parameters,
    template,
    nullif(only_piece, '') as only_piece,
    only_values,
    renamings,
    support,
    counter_count,
    tried_count,
    found_count,
    hit_rate,
    is_used,
    rank_no,
    examples,
    counter_examples,
    learned_at,
    "version"
from address_rules();

comment on view marts.address_rule is 'A rule by which a publisher''s addresses were rewritten, learned from its articles that were found at another address (redirects, addresses that pages name as their own, sitemaps, guesses whose page matched). Runs ask what it gives for articles that are lost; what is found counts only where its page matches the seed.';
comment on column marts.address_rule.rule_id is 'The rule; the evidence of a verdict that rests on it names it.';
comment on column marts.address_rule.sentence is 'The rule in a line: which addresses became which.';
comment on column marts.address_rule.old_host is 'Host of the old addresses that it speaks of, without www., m. or amp.';
comment on column marts.address_rule.folder_count is 'How many folders those have.';
comment on column marts.address_rule.parameters is 'Parameters that those have in their query.';
comment on column marts.address_rule.template is 'The new address, with pieces in braces: of the old address ({folder 1}, {slug}, {number last}, {query id}, {date %Y}), of the seed ({title ascii -}, {day %Y}), what a piece was renamed to ({map folder 1}), and what only a sitemap can tell ({unknown}).';
comment on column marts.address_rule.only_piece is 'Piece of the old address by which it is narrowed; NULL where it speaks of all of its form.';
comment on column marts.address_rule.only_values is 'Values of that piece that it speaks of.';
comment on column marts.address_rule.renamings is 'What values of a piece became, such as folders that got another name, each with the articles that show it.';
comment on column marts.address_rule.support is 'Articles whose new address it gives.';
comment on column marts.address_rule.counter_count is 'Articles that it speaks of and that were found elsewhere.';
comment on column marts.address_rule.tried_count is 'Addresses that it gave for lost articles and that were asked.';
comment on column marts.address_rule.found_count is 'Of those, the ones whose page matched the seed.';
comment on column marts.address_rule.hit_rate is 'found / tried, 0-1; NULL where none was tried.';
comment on column marts.address_rule.is_used is 'Whether runs ask what it gives: not once ten were asked and fewer than a tenth of them found.';
comment on column marts.address_rule.rank_no is 'Turn among the rules of the publisher, from 1: the surest comes first.';
comment on column marts.address_rule.examples is 'Some of the articles that support it: old address and new.';
comment on column marts.address_rule.counter_examples is 'Some of those that speak against it: old address, and where the article was found.';
comment on column marts.address_rule.learned_at is 'When it was learned, UTC.';
comment on column marts.address_rule.version is 'Version of the code that learned it.';
