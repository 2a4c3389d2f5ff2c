-- kind: view
create view marts.estimate as
select
    estimate.figure,
    estimate.part,
    estimate.stratum,
    estimate.sample_size,
    estimate.answered,
    estimate.positive,
    estimate.population,
    estimate.share,
    estimate.low,
    estimate.high,
    estimate.bound_low,
    estimate.bound_high,
    estimate.more_to_halve,
    estimate."method",
    estimate.as_of,
    estimate.oldest_at,
    estimate.scope,
    estimate.panel_id,
    estimate.estimate_id,
    batch.run_id,
    batch.load_no,
    batch.load_no = max(batch.load_no) over (partition by estimate.scope) as is_newest
from core.estimate as estimate
join ops.batch as batch using (batch_id);

comment on view marts.estimate is 'A share of the corpus, estimated from a random sample of its pages by seedbank estimate, with its 95 % interval and with bounds that hold whatever the pages say that did not answer. All estimates are kept; is_newest names the last.';
comment on column marts.estimate.sample_size is 'Articles of that part in the sample.';
comment on column marts.estimate.answered is 'Of those, the pages that tell: not blocked, unreachable, refused or unchecked; for content and facts, lost, or compared with the seed.';
comment on column marts.estimate.positive is 'Of those, the pages that the figure is true of.';
comment on column marts.estimate.population is 'Articles of that part in the corpus.';
comment on column marts.estimate.share is 'The share, 0-1, strata weighed by their articles; NULL where no page told. A stratum of which no page told is not in it, but in the bounds.';
comment on column marts.estimate.low is 'Lower end of its 95 % interval; whoever did not answer is taken to be like the others of the stratum.';
comment on column marts.estimate.high is 'Upper end of its 95 % interval.';
comment on column marts.estimate.bound_low is 'No less than this, whatever the pages hold that did not answer.';
comment on column marts.estimate.bound_high is 'No more than this, whatever the pages hold that did not answer.';
comment on column marts.estimate.more_to_halve is 'Pages more in the sample for an interval of half the length.';
comment on column marts.estimate.method is 'How share and interval were made.';
comment on column marts.estimate.as_of is 'When the newest look of the sample was, UTC.';
comment on column marts.estimate.oldest_at is 'When the oldest look was that counts, UTC.';
comment on column marts.estimate.panel_id is 'Samples that grow into one another have the same: the same articles, asked again or more of them.';
comment on column marts.estimate.estimate_id is 'The estimate; its sample is in core.sampled_article, joined through core.estimate.batch_id.';
comment on column marts.estimate.load_no is 'Its batch, in the order of loading: the estimates in the order in which they were made.';
comment on column marts.estimate.run_id is 'Run that made it, as in ops.run.';
comment on column marts.estimate.is_newest is 'Whether it is of the newest estimate of its scope.';
