-- kind: view
-- needs: current_article
create view marts.drift as
with counted as (
    select
        publisher,
        year(make_timestamp(epoch_us(published_at))) as published_year,
        count(*) as article_count,
        count(*) filter (content <> 'not_compared') as compared_count,
        count(*) filter (content = 'identical') as identical_count,
        count(*) filter (content = 'cosmetic') as cosmetic_count,
        count(*) filter (content = 'extended') as extended_count,
        count(*) filter (content = 'shortened') as shortened_count,
        count(*) filter (content = 'edited') as edited_count,
        count(*) filter (content = 'rewritten') as rewritten_count,
        count(*) filter (content = 'replaced') as replaced_count,
        count(*) filter (content = 'seed_truncated') as seed_truncated_count,
        avg(similarity) as mean_similarity,
        avg(changed_share) as mean_changed_share,
        sum(edited_count)::bigint as edited_sentence_count,
        sum(added_count)::bigint as added_sentence_count,
        sum(removed_count)::bigint as removed_sentence_count
    from derived.current_article
    group by publisher, published_year
)
select
    *,
    (edited_count + rewritten_count + replaced_count + extended_count + shortened_count)
        / nullif(compared_count, 0) as drift_share
from counted;

comment on view marts.drift is 'How much of a publisher''s year says something else now than the seeds say.';
comment on column marts.drift.identical_count is 'Articles that are the same but for white space.';
comment on column marts.drift.cosmetic_count is 'Articles that differ in form only.';
comment on column marts.drift.extended_count is 'Articles to which sentences were added.';
comment on column marts.drift.shortened_count is 'Articles from which sentences were removed.';
comment on column marts.drift.edited_count is 'Articles with changed sentences.';
comment on column marts.drift.rewritten_count is 'Articles with mostly changed sentences.';
comment on column marts.drift.replaced_count is 'Articles at whose address another story stands.';
comment on column marts.drift.seed_truncated_count is 'Articles whose seed breaks off.';
comment on column marts.drift.mean_similarity is 'Mean likeness of page and seed, 0-1.';
comment on column marts.drift.mean_changed_share is 'Mean of changed_share, 0-1.';
comment on column marts.drift.edited_sentence_count is 'Sentences with changed words.';
comment on column marts.drift.added_sentence_count is 'Sentences that only the pages have.';
comment on column marts.drift.removed_sentence_count is 'Sentences that only the seeds have.';
comment on column marts.drift.drift_share is '(edited + rewritten + replaced + extended + shortened) / compared, 0-1; NULL where none was compared.';
