-- kind: view
-- needs: estimate
create view marts.estimate_trend as
with made as (
    select *, dense_rank() over (partition by scope order by load_no) as estimate_no from marts.estimate
)
select
    made.figure,
    made.part,
    made.stratum,
    made.scope,
    before.as_of as before_as_of,
    made.as_of,
    case
        when made.panel_id <> before.panel_id then 'fresh sample'
        when made.oldest_at > before.as_of then 'same panel'
        else 'grown sample'
    end as comparison,
    before.share as share_before,
    made.share,
    made.share - before.share as change,
    made.share - before.share - sqrt((made.share - made.low) ** 2 + (before.high - before.share) ** 2) as change_low,
    made.share - before.share + sqrt((made.high - made.share) ** 2 + (before.share - before.low) ** 2) as change_high,
    before.estimate_id as estimate_id_before,
    made.estimate_id
from made
join made as before
    on before.scope = made.scope and before.estimate_no = made.estimate_no - 1 and before.figure = made.figure
    and before.part = made.part and before.stratum = made.stratum;

comment on view marts.estimate_trend is 'How an estimated share stands to the same share of the estimate before it.';
comment on column marts.estimate_trend.before_as_of is 'When the newest look of the earlier sample was, UTC.';
comment on column marts.estimate_trend.as_of is 'When the newest look of the later sample was, UTC.';
comment on column marts.estimate_trend.comparison is 'same panel: the same articles, asked again since; fresh sample: drawn anew, so that the chance of the draw is in the change too; grown sample: looks of the earlier one count in the later, so that it tells of more articles and not of another time.';
comment on column marts.estimate_trend.share_before is 'The earlier share.';
comment on column marts.estimate_trend.share is 'The later share.';
comment on column marts.estimate_trend.change is 'The later share less the earlier.';
comment on column marts.estimate_trend.change_low is 'Lower end of the 95 % interval of the change, from the intervals of the two (Newcombe 1998; Zou and Donner 2008), as if they were independent: for the same panel it is wider than it need be.';
comment on column marts.estimate_trend.change_high is 'Upper end of it.';
comment on column marts.estimate_trend.estimate_id_before is 'The earlier estimate.';
comment on column marts.estimate_trend.estimate_id is 'The later estimate.';
