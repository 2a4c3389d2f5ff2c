-- kind: view
-- needs: current_article, change_origin, repeated_addition
create view marts.sentence_change as
select
    article.article_id,
    case when repeated.change_no is null then change.relation else 'apparatus'::relation end as relation,
    change.seed_sentence_no,
    change.page_sentence_no,
    change.seed_text,
    change.page_text,
    change.similarity,
    change.change_no,
    article.content_capture_id as capture_id,
    origin.origin,
    repeated.change_no is not null as is_repeated
from core.sentence_change as change
join derived.current_article as article using (reconciliation_id)
left join derived.change_origin as origin
    on origin.reconciliation_id = change.reconciliation_id and origin.change_no = change.change_no
left join derived.repeated_addition as repeated
    on repeated.reconciliation_id = change.reconciliation_id and repeated.change_no = change.change_no;

comment on view marts.sentence_change is 'A sentence of an article that is not the same in seed and page.';
comment on column marts.sentence_change.relation is 'How the two stand to each other: cosmetic, edited, moved, added, removed, apparatus.';
comment on column marts.sentence_change.is_repeated is 'Whether pages of other stories of the host have it as well: then it is apparatus, and was not added.';
comment on column marts.sentence_change.seed_text is 'The sentence in the seed; NULL when added.';
comment on column marts.sentence_change.page_text is 'The sentence on the page; NULL when removed.';
comment on column marts.sentence_change.similarity is 'Likeness of the two, 0-1.';
comment on column marts.sentence_change.change_no is 'Place among the changes of the article, from 1.';
comment on column marts.sentence_change.origin is 'Whose doing it is, as an archived copy shows: publisher, scraper, both, unknown. NULL where none was held against the seed, and for changes of form alone.';
