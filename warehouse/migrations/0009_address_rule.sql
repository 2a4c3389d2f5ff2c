create table core.address_rule (
    rule_id varchar not null,
    publisher varchar not null,
    sentence varchar not null,
    host varchar not null,
    folder_count bigint not null,
    parameters varchar[] not null,
    template varchar not null,
    only_piece varchar not null,
    only_values varchar[] not null,
    renamings struct(piece varchar, "before" varchar, "after" varchar, support bigint)[] not null,
    support bigint not null,
    counter_count bigint not null,
    examples struct("before" varchar, "after" varchar)[] not null,
    counter_examples struct("before" varchar, "after" varchar)[] not null,
    "version" varchar not null,
    batch_id varchar not null
);

comment on table core.address_rule is 'A rewriting rule of a publisher''s addresses, as learned at the end of a run from the articles that were found at another address than their own. The rules of the newest batch of a publisher are in force; marts.address_rule shows them.';
comment on column core.address_rule.rule_id is 'Hash of the publisher, the form of the old addresses and the template.';
comment on column core.address_rule.publisher is 'Publisher whose articles taught it.';
comment on column core.address_rule.sentence is 'The rule in a line.';
comment on column core.address_rule.host is 'Host of the old addresses that it speaks of, without www., m. or amp.';
comment on column core.address_rule.folder_count is 'How many folders those have.';
comment on column core.address_rule.parameters is 'Parameters that those have in their query.';
comment on column core.address_rule.template is 'The new address, with pieces of the old one and of the seed in braces; {unknown} is what only a sitemap can tell.';
comment on column core.address_rule.only_piece is 'Piece of the old address by which it is narrowed; empty where it speaks of all of its form.';
comment on column core.address_rule.only_values is 'Values of that piece that it speaks of.';
comment on column core.address_rule.renamings is 'What values of a piece became, such as folders that got another name, each with the pairs that show it.';
comment on column core.address_rule.support is 'Articles whose new address it gives.';
comment on column core.address_rule.counter_count is 'Articles that it speaks of and that were found elsewhere.';
comment on column core.address_rule.examples is 'Some of those that support it: old address and new.';
comment on column core.address_rule.counter_examples is 'Some of those that speak against it: old address, and where the article was found.';
comment on column core.address_rule.version is 'Version of the code that learned it.';
comment on column core.address_rule.batch_id is 'Batch that loaded it.';

create table core.address_try (
    rule_id varchar not null,
    article_id varchar not null,
    "address" varchar not null,
    capture_id varchar,
    batch_id varchar not null
);

comment on table core.address_try is 'An address that a rule gave for an article which is not at its own.';
comment on column core.address_try.rule_id is 'Rule that gave it.';
comment on column core.address_try.article_id is 'The article.';
comment on column core.address_try.address is 'Address that it gave.';
comment on column core.address_try.capture_id is 'Capture that asked it; NULL where a new rule gave it and it was yet to be asked.';
comment on column core.address_try.batch_id is 'Batch that loaded it.';

-- The addresses of rules that were asked and told something: what failed, or was put off, is asked again.
create macro address_tries() as table
select
    try.rule_id, try.article_id, try."address",
    bool_or(observation.existence in ('live', 'moved')) is true as is_found
from core.address_try as try
join raw.capture as capture using (capture_id)
left join core.observation as observation using (capture_id)
where capture.outcome in (
    'ok', 'not_modified', 'not_found', 'soft_not_found', 'home_redirect', 'empty', 'forbidden', 'login_wall',
    'consent_wall', 'paywall', 'robots_disallowed', 'client_error', 'too_large', 'redirect_loop', 'too_many_redirects',
    'refused_address', 'wrong_content_type'
)
group by all;

-- The rules in force, the surest first in each publisher. One that was tried for ten articles and found hardly any of
-- them is kept, and used no more.
create macro address_rules() as table
with learned as (
    select rule.*, batch.load_no, batch.written_at as learned_at
    from core.address_rule as rule join ops.batch as batch using (batch_id)
    qualify batch.load_no = max(batch.load_no) over (partition by rule.publisher)
),
tried as (
    select rule_id, count(*) as tried_count, count(*) filter (is_found) as found_count
    from address_tries()
    group by rule_id
),
counted as (
    select
        learned.*, coalesce(tried_count, 0) as tried_count, coalesce(found_count, 0) as found_count,
        found_count / tried_count as hit_rate
    from learned left join tried using (rule_id)
)
select
    *,
    tried_count < 10 or hit_rate >= 0.1 as is_used,
    row_number() over (
        partition by publisher
        order by
            (support + found_count + 1) / (support + counter_count + tried_count + 2) desc, support desc, template
    ) as rank_no
from counted;
