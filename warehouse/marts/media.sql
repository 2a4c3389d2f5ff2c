-- kind: view
-- needs: current_article
create view marts.media as
select article.article_id, media.media_no, media.kind, media.url, media.caption, media.credit
from core.media as media
join derived.current_article as article using (reconciliation_id);

comment on view marts.media is 'A photo, video or sound of an article.';
comment on column marts.media.media_no is 'Place among the media of the article, from 1.';
comment on column marts.media.kind is 'What it is: image, video, audio.';
comment on column marts.media.url is 'Address of the file, where known.';
comment on column marts.media.caption is 'Caption without its credit.';
comment on column marts.media.credit is 'Who made it, as written: person and agency.';
