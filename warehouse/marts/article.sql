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
comment on column marts.article.article_id is 'Stable id, 16 hex digits, of article_key.';
comment on column marts.article.url is 'Address as the seed wrote it.';
comment on column marts.article.current_url is 'Address that answered with an article, when existence is live or moved; where content is replaced, it is another article.';
comment on column marts.article.publisher is 'Host without www., m. or amp.';
comment on column marts.article.title is 'Repaired title, cleaned: the page''s, as it may have been corrected; the seed''s where the two differ in form only, where no page was read, or where another story stands there (replaced); NULL where there is none. The seed''s own is raw.seed.title, the page''s core.page.title.';
comment on column marts.article.text is 'Clean text, NFC: the seed''s wording, completed from the page only where it was cut off, or the page''s where the seed has none; sentences joined by a space, paragraphs by a blank line; NULL where there is none.';
comment on column marts.article.lead is 'Opening paragraph that the page sets apart from the body.';
comment on column marts.article.published_at is 'When it was published, UTC; how sure says published_at_precision.';
comment on column marts.article.published_at_precision is 'How published_at was found, best first: page, archive, seed, url, id_clock_and_text, id_clock, unknown.';
comment on column marts.article.modified_at is 'When the page says that it was last changed, UTC; NULL where it says nothing, as most pages do.';
comment on column marts.article.authors is 'Names of the authors; empty where unknown.';
comment on column marts.article.section is 'Section of the publisher; NULL where no page named it.';
comment on column marts.article.tags is 'Tags of the publisher; empty where unknown.';
comment on column marts.article.language is 'BCP 47 code.';
comment on column marts.article.existence is 'What the newest look showed of the source page: live, moved, gone (confirmed), missing (looked gone once), blocked, unreachable, refused, archived_only, unchecked. blocked, unreachable and refused never count as rot. It says nothing of the words: another story at the same address is live, with content replaced.';
comment on column marts.article.existence_rule is 'Rule that decided existence; NULL while unchecked.';
comment on column marts.article.existence_evidence is 'Evidence for existence, one line: status, matched text, earlier capture.';
comment on column marts.article.content is 'How the page''s text stands to the seed''s: identical, cosmetic, extended, shortened, edited, rewritten, replaced, seed_truncated, not_compared.';
comment on column marts.article.content_rule is 'Rule that decided content.';
comment on column marts.article.similarity is 'Likeness of page and seed, 0-1; NULL where not compared.';
comment on column marts.article.same_count is 'Sentences of the seed that the page has unchanged.';
comment on column marts.article.cosmetic_count is 'Sentence pairs that differ in form only.';
comment on column marts.article.edited_count is 'Sentence pairs with changed words.';
comment on column marts.article.moved_count is 'Sentences that stand elsewhere on the page.';
comment on column marts.article.added_count is 'Sentences that only the page has.';
comment on column marts.article.removed_count is 'Sentences that only the seed has.';
comment on column marts.article.apparatus_count is 'Sentences that are captions, credits, bylines and the like.';
comment on column marts.article.changed_share is '(edited + max(added, removed)) / (that + same + cosmetic + moved), 0-1; NULL where not compared. What a truncated seed lacks counts too, so where the publisher''s changes are asked for, leave out content seed_truncated.';
comment on column marts.article.difference_origin is 'Whose doing it is that seed and page differ, as an archived copy near the seed''s date shows: none, publisher (edited since), scraper (misread then), both, unknown (no such copy). NULL where not compared.';
comment on column marts.article.difference_origin_evidence is 'Evidence for difference_origin, one line; NULL where no archived copy was held against the seed.';
comment on column marts.article.seed_path is 'File that holds the seed: "archive::member" inside an archive; the first by name where several hold it.';
comment on column marts.article.seed_line is 'Line, row or member number in that file, from 1.';
comment on column marts.article.seed_id is 'The seed that stands for the article: the one with text, then the longest, then the smallest id.';
comment on column marts.article.seed_count is 'Different seeds of this article; all are in raw.seed and marts.article_version.';
comment on column marts.article.article_key is 'What article_id is the hash of: publisher and article number, else the SURT of the address.';
comment on column marts.article.article_number is 'The publisher''s own number, where the address carries one.';
comment on column marts.article.checked_at is 'When the page was last looked at, UTC; NULL while unchecked. All looks are in marts.capture.';
comment on column marts.article.capture_id is 'Capture of that look.';
comment on column marts.article.missing_since is 'First of the unbroken row of looks that found the page missing or gone, UTC; NULL otherwise.';
comment on column marts.article.compared_at is 'When the page that the content rests on was seen (by us, or by the archive that kept it), UTC.';
comment on column marts.article.content_capture_id is 'Capture that content, changes and repaired sentences rest on; NULL where not compared.';
comment on column marts.article.reconciliation_id is 'Reconciliation that text and content come from.';
comment on column marts.article.word_count is 'Words of the text: runs between spaces; characters where the language writes no spaces.';
comment on column marts.article.sentence_count is 'Sentences of the text.';
comment on column marts.article.issues is 'What was wrong with the seed''s text: caption_in_text, flattened, mojibake, not_nfc, truncated, boilerplate, no_text and others: see the vocabulary issue. A list: list_contains(issues, ''truncated'').';
