"""What the class and id of an element say about it, in the words that publishers and their CMS use.

One string of class and id names, one verdict, remembered: pages of one site repeat the same few hundred.
"""

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final


class Mark(IntEnum):
    """What an element is by its name."""

    NONE = 0
    JUNK = 1  # never part of the article: navigation, teasers, widgets, boxes
    CAPTION = 2
    LEAD = 3
    BODY = 4
    APPARATUS = 5  # byline, time, tags, source: about the article, not of it
    COMMENTS = 6


# A name is split at everything that is no letter or digit and at aCamelHump; words are matched whole,
# in the order written, so that `share` does not match `shareholder`.
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATOR: Final = re.compile(r"[^a-z0-9 ]+")

_COMMENTS: Final = (
    r"comments?(?: (?:list|area|section|wrap\w*|box|form|thread|container|respond|block))?|disqus(?: thread)?|commentlist|kommentare?|commentaires"
    r"|comentarios?|fb comments|livefyre|coral|respond|box comment|discussion|opentalk|replies"
)
_JUNK: Final = (
    # related, promoted, further reading
    r"related(?: \w+){0,3}|relate|tin lien quan|tinlienquan\w*|box tinlienquan\w*|recommend\w*|read more|readmore|more (?:stories|news|articles|from|on|like|about|info)|most (?:read|popular|viewed|shared|recent)"
    r"|morenews|popular(?: \w+)?|trending|latest (?:news|posts|stories|articles)|also (?:read|like)|you may|up next|next (?:article|post|story|up)|prev(?:ious)? (?:article|post|next|story)|teasers?|teaserlist"
    r"|promos?|promotion|promobox|sponsor\w*|partner(?:s| box)|outbrain|taboola|zergnet|revcontent|mgid|plista|dianomi|nativo|jp relatedposts|yarpp\w*|post nav(?:igation)?|story list|storylist|infinite next"
    r"|see also|further reading|kbwscwl relatedbox|inline related|similar(?: \w+)?|zone timeline|story listing|read next|readnext|onward|weitere|mehr zum thema|lire aussi|a lire aussi"
    # sharing, subscribing, asking
    r"|shar(?:e|ing)(?: (?:bar|buttons?|tools?|links?|icons?|box|this|wrap\w*|block|widget|items?|list))?|sharedaddy|sharethis|addthis\w*|addtoany\w*|a2a|social(?: \w+){0,2}|sociable|follow(?: (?:us|me|box|button))?"
    r"|newsletters?(?: \w+){0,2}|subscri(?:be|ption|ptions|ber)(?: \w+){0,2}|signup|sign up|mailing list|mc embed signup|donat(?:e|ion)(?: \w+)?|support us|paywall(?: \w+)?|piano \w+|regwall|login(?: \w+)?|register"
    r"|poll(?: box)?|survey|quiz|rating|ratings|feedback|contact form|wpcf7|gform \w+"
    # advertisements
    r"|ads?|advert\w*|adbox|adsense|adsbygoogle|ad (?:\w+)|dfp(?: \w+)?|gpt ad|banner(?: \w+)?|rennab|sda\w*|sas (?:\w+)|anzeige|werbung|publicidad|publicite|reklam\w*|commercial|adasia"
    # page furniture
    r"|nav(?:bar|igation|menu)?|menu|breadcrumbs?(?: \w+)?|site header|site footer|masthead|footer|pagination|pager|paging|page links|toolbar|tool box|toolbox|sidebar(?: \w+)?|side bar|widget(?: (?:area|wrap|title))?|sitemap"
    r"|cookie(?: \w+){0,2}|consent(?: \w+)?|gdpr|cmp|modal|popup|pop up|overlay|lightbox|tooltip|hidden|visually hidden|visuallyhidden|sr only|screen reader(?: text)?|screenreader|offscreen|skip(?: link)?|print only|noprint hide|d none"
    r"|search(?: (?:form|box|bar))?|copyright|disclaimer|legal|terms|trust(?: \w+)?|language switch\w*|ticker|weather|stock(?: ticker)?|marquee|app (?:download|banner)|download app"
    r"|player(?: controls)?|video player|jw\w*|playlist|carousel(?: \w+)?|slider|slick \w+|swiper(?: \w+)?|audio(?: player)?|text to speech|listen|tts|bm player"
    r"|author (?:bio|box|info|card|description|about|profile)|about (?:the )?author|bio|biography|post author|article author bio|writer info"
)
_APPARATUS: Final = (
    r"byline(?: \w+)?|by line|dateline|pub ?date|publish(?:ed)?(?: date| time| on)?|post date|article date|entry date|time ?stamp|posted on|updated(?: \w+)?|date(?: time| published| line)?|entry meta|post meta|article meta|meta(?: data| info)?|author(?: name| line| link)?|authors"
    r"|credits?|tags?(?: (?:list|links|cloud|box|wrap))?|post tags|article tags?|taglist|topics?(?: list)?|keywords|categories|cat links|kicker|rubric|overline|label|section (?:name|label)|article source|source|reading time|read time"
    r"|details meta|cms author|cms date|pdate"
)
_CAPTION: Final = (
    r"(?:fig|image|img|photo|media|picture|video|wp|gallery|slide|element|pic|cutline)? ?captions?(?: (?:text|content|wrap\w*|inner|body|box))?|caption\w*|figcaption|wp caption(?: \w+)?|wp element caption|photo ?cms caption|pcaption|cutline|legend|bildunterschrift"
    r"|(?:image|photo|img|media|picture) (?:desc\w*|credits?|copyright|info|text|legend|source|byline)|article photo|inlinephoto|pie de? foto|pie foto|foto (?:caption|text|credit)|didascalia|imagecaption|photocaption|bu|photo cms caption"
)
_LEAD: Final = (
    r"sapo|chapeau|chapo|chappeau|standfirst|stand first|lead(?: text| paragraph| in)?|lede|dek|deck|excerpt|summary|sub ?title|sub ?headline|sub ?head|intro(?: text|duction)?|abstract|teaser text|vorspann|detail sapo|article sapo|cms desc|entradilla|bajada|subtitulo|synopsis|strapline|strap|ingress|manchet|preamble|sottotitolo|occhiello"
)
_BODY: Final = (
    r"article body|story body|post body|entry content|article content|story content|post content|articlebody|cms body|afcbc body|zce content body|fck detail|detail content|main content|content body|body content|body copy|bodytext|body text|article text|news content|article detail|story text|rich ?text|article copy"
)

_RULES: Final = tuple(
    (mark, re.compile(rf"(?:^| )(?:{pattern})(?= |$)"))
    for mark, pattern in (
        (Mark.CAPTION, _CAPTION),
        (Mark.COMMENTS, _COMMENTS),
        (Mark.JUNK, _JUNK),
        (Mark.APPARATUS, _APPARATUS),
        (Mark.LEAD, _LEAD),
        (Mark.BODY, _BODY),
    )
)


@lru_cache(maxsize=20_000)
def read_mark(names: str) -> Mark:
    """Judge an element by its class (and id) attribute as written."""
    for name in names.split():
        words = _SEPARATOR.sub(" ", _HUMP.sub(" ", name).lower()).strip()
        for mark, rule in _RULES:
            if rule.search(words):
                return mark
    return Mark.NONE
