"""What the class of an element says about it, in the words that publishers and their CMS use.

One class attribute, one verdict, remembered: pages of one site repeat the same few hundred.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache
from typing import Final


class Mark(IntEnum):
    """What an element is by its class."""

    NONE = 0
    JUNK = 1  # never part of the article: navigation, teasers, widgets, boxes
    CAPTION = 2
    LEAD = 3
    BODY = 4
    APPARATUS = 5  # byline, time, tags, source: about the article, not of it
    COMMENTS = 6
    DOUBTFUL = 7  # junk on a box, but paragraphs of the prose carry it too
    HIDDEN = 8  # no reader sees it
    BOX = 9  # beside the article, however long it is


# A class is split at everything that is no letter or digit and at aCamelHump. A phrase matches whole words
# of it in the order written, so `share` does not match `shareholder`; `*` ends a word open, `+` stands for
# one more word.
_COMMENTS: Final = """
comment; comments; comment +; comments +; disqus; disqus thread; commentlist; kommentar*; commentaire*; comentario*;
fb comments; livefyre; respond; box comment; discussion; replies
"""
_JUNK: Final = """
related; related +; relate; tin lien quan; tinlienquan*; box tinlienquan*; recommend*; read more; readmore; read next;
readnext; more stories; more news; more articles; more from; more on; more like; more about; most read; most popular;
most viewed; most shared; most recent; morenews; popular; popular +; trending; trending +; latest news; latest posts;
latest stories; latest articles; also read; also like; you may; up next; next article; next post; next story; prev
article; prev post; previous article; previous post; teaserlist; teaser list; promo; promos; promo +; promotion;
promotional; promobox; sponsor*; partner box; outbrain; taboola; zergnet; revcontent; mgid; plista; dianomi; nativo;
jp relatedposts; yarpp*; post nav; post navigation; story list; storylist; infinite next; see also; further reading;
kbwscwl relatedbox; inline related; similar; similar +; zone timeline; story listing; onward; mehr zum thema; lire
aussi; rollover people; share; sharing; share +; sharing +; sharedaddy; sharethis; addthis*; addtoany*; a2a; social;
social bar; social links; social share; social media links; social icons; social buttons; sociable; follow; follow +;
newsletter*; newsletter +; subscribe; subscribe +; subscription; subscription +; subscriptions; signup; sign up;
mailing list; mc embed signup; donate; donation; donation +; support us; paywall box; paywall banner; paywall overlay;
paywall prompt; paywall message; paywall offer; regwall; login; login +; register; poll box; survey; quiz; rating;
ratings; feedback; contact form; wpcf7; gform +; ad; ads; ad +; ads +; advert*; adbox; adsense; adsbygoogle; dfp; gpt
ad; banner; banner +; rennab; sda; sas +; anzeige; werbung; publicidad; publicite; reklam*; commercial; adasia;
affiliate +; nav; navbar; navigation; navmenu; menu; breadcrumb; breadcrumbs; breadcrumb +; breadcrumbs +; site
header; site footer; masthead; footer; pagination; pager; paging; page links; toolbar; tool box; toolbox; sidebar;
sidebar +; side bar; sitemap; widget area; cookie*; cookie +; consent; consent +; gdpr; cmp; modal;
popup; pop up; overlay; lightbox; tooltip; visually hidden; visuallyhidden; sr only; screen reader; screen reader
text; screenreader; offscreen; skip link; print only; d none; search form; search box; search bar; copyright; terms;
trust +; language switch*; ticker; weather; stock ticker; marquee; app download; app banner; download app; player
controls; video player; jw*; playlist; carousel; carousel +; slick +; swiper +; audio player; text to speech; bm
player; author bio; author box; author info; author card; author description; author about; author profile; about the
author; about author; bio; biography; article author bio; writer info; notification; toc container; table of contents;
ez toc; liveblog navigation; key moments; timeline navigation; gallery nav; skip nav
"""
_BOX: Final = """
factbox; fact box; factbox +; infobox; info box; infobox +
"""
_DOUBTFUL: Final = """
teaser; teasers; teaser +; paywall; paywall +; disclaimer; hidden; listen; tts; poll; slider; legal; piano +;
partners; widget; widget wrap; widget title; post author; weitere; header teaser; bottom
"""
_APPARATUS: Final = """
byline; byline +; by line; dateline; pub date; pubdate; publish date; publish time; published; published +; publish;
post date; article date; entry date; time stamp; timestamp; posted on; updated; updated +; date; datetime; date time;
date published; entry meta; post meta; article meta; meta; metadata; meta data; meta info; author; author name; author
line; author link; authors; credit; credits; tag; tags; tag +; tags +; post tags; article tag; article tags; taglist;
topic; topics; topic list; keywords; categories; cat links; kicker; rubric; overline; eyebrow; section name; section
label; article source; source; reading time; read time; details meta; cms author; cms date; pdate; contributors;
writer; reporter; dachzeile; spitzmarke
"""
_CAPTION: Final = """
caption; captions; caption +; fig caption; image caption; image caption +; img caption; photo caption; photo caption
+; media caption; media caption +; picture caption; video caption; wp caption; wp caption +; gallery caption; slide
caption; element caption; pic caption; caption*; figcaption; figcaption +; wp element caption; photo cms caption;
photocms caption; pcaption; cutline; legend; bildunterschrift; image description; image desc; photo desc; photo
description; image credit; image credits; photo credit; photo credits; img credit; media credit; picture credit; image
copyright; photo copyright; media copyright; image info; photo info; image text; image source; photo source; photo
byline; image byline; article photo; inlinephoto; pie foto; pie de foto; foto caption; foto text; foto credit;
didascalia; imagecaption; photocaption; videocms caption; image meta; media info; bildtext; bildnachweis
"""
_LEAD: Final = """
sapo; chapeau; chapo; chappeau; standfirst; stand first; lead; lead text; lead paragraph; leadtext; lede; dek; deck;
excerpt; summary; article summary; subtitle; sub title; subheadline; sub headline; subhead; intro; introduction; intro
text; introtext; abstract; teaser text; teasertext; article teaser text; vorspann; detail sapo; article sapo; cms
desc; entradilla; bajada; subtitulo; synopsis; strapline; strap; ingress; manchet; preamble; sottotitolo; occhiello;
zusammenfassung; anreisser; article intro; article lead
"""
_BODY: Final = """
article body; story body; post body; entry content; article content; story content; post content; articlebody; cms
body; afcbc body; zce content body; fck detail; detail content; main content; content body; body content; body copy;
bodytext; body text; article text; news content; article detail; story text; richtext; rich text; article copy;
article main; article wrap; page content; td post content
"""
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATOR: Final = re.compile(r"[^a-z0-9]+")
_NEGATED: Final = re.compile(r"^(?:no|not|non|without|has|is|with|show|js|l|u|o) ")
_BESIDE: Final = re.compile(r" (?:with|without|has|no) [a-z0-9]+")  # a `main with sidebar` is none
DIALOGS: Final = frozenset(("dialog", "alertdialog"))  # roles of what stands over a page
SIDE: Final = (Mark.JUNK, Mark.BOX, Mark.COMMENTS)  # what stands beside an article
_EMBEDDED: Final = re.compile(
    r"(?:social|tweet|twitter|instagram|facebook).{0,200} embed|embed.{0,200} (?:social|tweet|twitter)"
)
_HIDING: Final = re.compile(
    r"""(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|clip-path\s*:\s*inset\(\s*(?:50|100)%
    |clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01]|(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0(?![.\d]))
    |^(?=.*(?:^|[;\s])(?:max-)?height\s*:\s*0(?![.\d])).*overflow\s*:\s*hidden
    |^(?=.*(?:^|[;\s])width\s*:\s*[01]px)(?=.*(?:^|[;\s])height\s*:\s*[01]px).*overflow\s*:\s*hidden""",
    re.IGNORECASE | re.VERBOSE,
)
_RESPONSIVE: Final = re.compile(r":(?:block|flex|inline|grid|table)")


def _compile(phrases: str) -> re.Pattern[str]:
    alternatives = [
        re.escape(" ".join(phrase.split())).replace(r"\*", r"[a-z0-9]*").replace(r"\ \+", r"\ [a-z0-9]+")
        for phrase in phrases.split(";")
    ]
    return re.compile(rf"(?:^| )(?:{'|'.join(alternatives)})(?= |$)")


_RULES: Final = tuple(
    (mark, _compile(phrases))
    for mark, phrases in (
        (Mark.CAPTION, _CAPTION),
        (Mark.COMMENTS, _COMMENTS),
        (Mark.BOX, _BOX),
        (Mark.JUNK, _JUNK),
        (Mark.LEAD, _LEAD),
        (Mark.DOUBTFUL, _DOUBTFUL),
        (Mark.APPARATUS, _APPARATUS),
        (Mark.BODY, _BODY),
    )
)


@lru_cache(maxsize=20_000)
def read_mark(names: str) -> Mark:
    """Judge an element by its class (or id) attribute as written; the first name that says something decides."""
    for name in names.split():
        words = _BESIDE.sub("", _SEPARATOR.sub(" ", _HUMP.sub(" ", name).lower()).strip())
        if not words or _NEGATED.match(words) or _EMBEDDED.search(words):
            continue
        for mark, rule in _RULES:
            if rule.search(words):
                if words == "hidden" and _RESPONSIVE.search(names):
                    break
                return mark
    return Mark.NONE


def read_box(names: str) -> Mark:
    """Judge a box by its id or by the name of its custom element; only what is no part of the article counts."""
    mark = read_mark(names)
    return mark if mark in SIDE else Mark.NONE


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Tell whether an element's own attributes keep it from readers: hidden, or clipped to a point."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _hides(str(style))


@lru_cache(maxsize=2_000)
def _hides(style: str) -> bool:
    return _HIDING.search(style) is not None
