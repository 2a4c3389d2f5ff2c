-- kind: view
-- needs: current_article, difference_origin
create view marts.article as
with clean_text as (
    select
        reconciliation_id,
        -- Chinese and Japanese put no blank between sentences.
        list_aggregate(
            list_transform(
                sentences,
                lambda sentence, place: case
                    when place = 1 then ''
                    when sentence.paragraph_no > sentences[place - 1].paragraph_no then e'\n\n'
                    when "language" in ('zh', 'ja') then ''
                    else ' '
                end || sentence."text"
            ),
            'string_agg',
            ''
        ) as "text"
    from core.reconciliation
)
select
    article.article_id,
    article.url,
    article.current_url,
    article.publisher,
    article.title,
    found_text."text",
    article.lead,
    article.published_at,
    article.published_at_precision,
    article.modified_at,
    article.authors,
    article.section,
    article.tags,
    article.language,
    article.existence,
    article.existence_rule,
    article.existence_evidence,
    article.content,
    article.content_rule,
    article.similarity,
    article.same_count,
    article.cosmetic_count,
    article.edited_count,
    article.moved_count,
    article.added_count,
    article.removed_count,
    article.apparatus_count,
    article.changed_share,
    case
        when article.content = 'not_compared' then null
        when article.content in ('identical', 'cosmetic') then 'none'
        else coalesce(origin.difference_origin, 'unknown')
    end::difference_origin as difference_origin,
    origin.evidence as difference_origin_evidence,
    article.seed_path,
    article.seed_line,
    article.seed_id,
    article.seed_count,
    article.article_key,
    article.article_number,
    article.checked_at,
    article.capture_id,
    article.missing_since,
    article.compared_at,
    article.content_capture_id,
    article.reconciliation_id,
    article.word_count,
    article.sentence_count,
    article.issues
from derived.current_article as article
left join clean_text as found_text using (reconciliation_id)
left join derived.difference_origin as origin on origin.article_id = article.article_id;

comment on view marts.article is 'An article, as best known. The text rests on the newest capture that could be compared; a later look that was blocked, failed or found nothing changes existence alone.';
comment on column marts.article.seed_id is 'The seed that stands for the article: the one with text, then the longest, then the smallest id.';
comment on column marts.article.capture_id is 'Capture of the newest check, the one that existence rests on.';
comment on column marts.article.difference_origin_evidence is 'Evidence for difference_origin, one line; NULL where no archived copy was held against the seed.';
