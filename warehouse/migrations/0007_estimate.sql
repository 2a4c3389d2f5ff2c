create table core.estimate (
    estimate_id varchar not null,
    panel_id varchar not null,
    scope varchar not null,
    as_of timestamptz not null,
    oldest_at timestamptz not null,
    figure varchar not null,
    part varchar not null,
    stratum varchar not null,
    population bigint not null,
    sample_size bigint not null,
    answered bigint not null,
    positive bigint not null,
    share double,
    low double not null,
    high double not null,
    bound_low double not null,
    bound_high double not null,
    more_to_halve bigint not null,
    "method" varchar not null,
    batch_id varchar not null
);

comment on table core.estimate is 'A share of the corpus, estimated from a random sample of its pages; marts.estimate shows it.';
comment on column core.estimate.estimate_id is 'Hash of the sample and of what each of its looks showed: the shares of one estimate have the same.';
comment on column core.estimate.panel_id is 'The samples that grow into one another: drawn by the same number from the same articles.';
comment on column core.estimate.scope is 'Files of seeds that it is about; empty for the whole corpus.';
comment on column core.estimate.as_of is 'When the newest look of the sample was, UTC.';
comment on column core.estimate.oldest_at is 'When the oldest look was that counts, UTC.';
comment on column core.estimate.figure is 'What the share is of, such as existence:gone, content:edited, fact:number; existence:there is live or moved, existence:lost is missing, gone or archived_only, content:changed is extended, shortened, edited, rewritten or replaced. What is not there any more is in no content and no fact.';
comment on column core.estimate.part is 'What it is a share of: corpus, publisher, stratum.';
comment on column core.estimate.stratum is 'Which publisher or stratum; empty for the corpus.';
comment on column core.estimate.population is 'Articles of that part.';
comment on column core.estimate.sample_size is 'Of them in the sample.';
comment on column core.estimate.answered is 'Of those, the pages that tell: not blocked, unreachable, refused or unchecked; for content and facts, lost, or compared with the seed.';
comment on column core.estimate.positive is 'Of those, the pages that the figure is true of.';
comment on column core.estimate.share is 'The share, 0-1, strata weighed by their articles; NULL where no page told.';
comment on column core.estimate.low is 'Lower end of its 95 % interval; whoever did not answer is taken to be like the others of the stratum.';
comment on column core.estimate.high is 'Upper end of its 95 % interval.';
comment on column core.estimate.bound_low is 'No less than this, whatever the pages hold that did not answer.';
comment on column core.estimate.bound_high is 'No more than this, whatever the pages hold that did not answer.';
comment on column core.estimate.more_to_halve is 'Pages more in the sample for an interval of half the length.';
comment on column core.estimate.method is 'How share and interval were made.';
comment on column core.estimate.batch_id is 'Batch that loaded it.';

create table core.sampled_article (
    article_id varchar not null,
    stratum varchar not null,
    existence existence not null,
    content content not null,
    fact_kinds fact_kind[] not null,
    checked_at timestamptz,
    batch_id varchar not null
);

comment on table core.sampled_article is 'An article of a sample, and what was known of its page when the estimate was made: what the estimate rests on.';
comment on column core.sampled_article.article_id is 'The article.';
comment on column core.sampled_article.stratum is 'Stratum that it was drawn from: publisher and year as the seeds tell, or what was pooled because it is small.';
comment on column core.sampled_article.existence is 'What its look showed; unchecked where there was none that is new enough.';
comment on column core.sampled_article.content is 'How its page stands to the seed.';
comment on column core.sampled_article.fact_kinds is 'Kinds of the facts that its page says otherwise.';
comment on column core.sampled_article.checked_at is 'When the look was, UTC; NULL where there was none that is new enough.';
comment on column core.sampled_article.batch_id is 'Batch that loaded it, and the estimate: the rows of core.estimate that rest on it have the same.';
