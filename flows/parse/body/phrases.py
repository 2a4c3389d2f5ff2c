"""Lines that stand inside the body of many pages and are no prose: said in a few set phrases.

Only short blocks are judged, and only by how they begin (or by being nothing but the phrase), because a
sentence that is dropped here is a false edit later.
"""

import re
from typing import Final

from flows.text.calendars import month_of

MAX_LENGTH: Final = 260  # characters; a longer block is prose whatever it begins with

# A link or an address must be in the block as well: the phrase alone may open a sentence of the article.
_INVITES: Final = re.compile(
    r"""^[\W_]*(?:
    (?:please\s+)?(?:sign\s+up|subscribe|register|follow\s+(?:us|him|her|me|\w+\s+on)|like\s+us|join\s+(?:us|our)|download\s+(?:our|the)|click\s+here|get\s+(?:the\s+latest|our|more|a)\b
    |check\s+out|read\s+(?:more|also|next|the\s+full)|see\s+also|also\s+read|more\s+(?:on|from|about)|related|watch|listen|email|e-mail|contact|have\s+a\s+(?:tip|story)
    |got\s+a\s+(?:tip|story|news)|do\s+you\s+have|want\s+(?:more|to)|for\s+more\s+(?:stories|information|news)|to\s+(?:get|read|receive)|you\s+can\s+(?:also\s+)?follow|stay\s+up|don['’]t\s+miss|visit|send\s+)
    |mehr\s+(?:zum\s+thema|themen|dazu)|lesen\s+sie|lies\s+auch|auch\s+interessant|weitere\s+(?:infos|informationen|artikel)|hier\s+(?:geht|finden|lesen)|sie\s+suchen|jetzt\s+(?:abonnieren|anmelden|lesen)|folgen\s+sie|abonnieren
    |lire\s+aussi|à\s+lire|voir\s+aussi|abonnez|inscrivez|suivez|lea\s+también|leer\s+más|lee\s+también|te\s+puede|suscríbete|síguenos|leggi\s+anche|iscriviti|segui|leia\s+(?:também|mais)|inscreva|siga|veja\s+(?:também|mais)|lees\s+ook|læs\s+også|les\s+også|läs\s+(?:även|mer)
    |tags?\b|topics?\s*:|keywords?\s*:|từ\s+khóa|chủ\s+đề\s*:|schlag(?:worte|wörter)|mots-clés|etiquetas|palavras-chave
    |xem\s+thêm|đọc\s+thêm|mời\s+(?:bạn|quý)|đăng\s+ký\s+(?:nhận|theo\s+dõi|kênh|bản\s+tin|gói|ngay)|>{2,}|»|▶|►|↓|→
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WHOLE: Final = re.compile(
    r"""^[\W_]*(?:
    advert(?:isement|ising|orial)?s?|advert(?:isement)?\s+continues?.*|story\s+continues.*|article\s+continues.*|continue\s+reading.*|sponsored(?:\s+content)?|promoted|comments?|\d+\s+comments?|share(?:\s+this(?:\s+(?:article|story|post|page))?)?|print|topics|tags|related(?:\s+(?:news|articles?|stories|topics|content))?
    |read\s+more|more\s+about|read\s+also|most\s+read|image\s+\d+\s+of\s+\d+|\d+\s*/\s*\d+|loading.*|key\s+event|live\s*blog|trending(?:\s+now)?|recommended(?:\s+.{0,30})?|editor['’]s\s+(?:picks|choice)|up\s+next|see\s+also|view\s+(?:comments|gallery|all)|watch\s+live|getty\s+images|reuters
    |anzeige|werbung|auch\s+interessant|mehr\s+zum\s+thema|das\s+könnte\s+sie\s+auch\s+interessieren|publicité|publicidad|pubblicità|reklama?|reclame|annonce|quảng\s+cáo|tin\s+liên\s+quan|tin\s+cùng\s+chuyên\s+mục|bình\s+luận|chia\s+sẻ|đọc\s+nhiều|広告|相关新闻
    |save|copy\s+link|facebook|twitter|whatsapp|tell\s+us\s+what\s+you\s+think.*|sign\s+up|subscribe|subscribe\s+now.*|newsletter|or|and
    )[\W_]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_RIGHTS: Final = re.compile(
    r"^[\W_]*(?:©|\(c\)\s|copyright\b|all\s+rights\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits\s+réservés|todos\s+los\s+derechos|無断転載|무단\s?전재|저작권자)"
    r"|all\s+rights\s+reserved\.?$|alle\s+rechte\s+vorbehalten\.?$",
    re.IGNORECASE,
)
_SUBSCRIBE: Final = re.compile(
    r"(?:sign\s+up|subscribe)\s+(?:to|for|today|here|now)\b.{0,260}newsletter|newsletter.{0,260}(?:sign\s+up|subscribe|inbox)|(?:straight|right|delivered)\s+(?:in)?to\s+your\s+inbox|meet\s+your\s+inbox"
    r"|already\s+a\s+subscriber|this\s+(?:content|article)\s+is\s+(?:reserved|free|for\s+subscribers)|create\s+an\s+account\s+or\s+sign\s+in|sign\s+in\s+(?:or|to)\s+(?:create|continue|unlock)",
    re.IGNORECASE,
)
# Nothing but names and the words between them: `Reports by the council show` is a sentence.
_DESK: Final = re.compile(
    r"""^[\W_]*(?:(?:additional|with)\s+)?(?:report(?:ing|s)|writing|editing|edited|compiled)\s+(?:by|from)\s+(?=(?-i:[A-ZÀ-Þ]))
    (?:(?:(?-i:[A-ZÀ-Þ][\w'’-]*+)|and|by|in|from|for|with|of|de|la|el|van|von|bin|al|additional|reporting|writing|editing|compiled|dpa)\b[\s,;.:()/&-]*+)++$
    |^[\W_]*(?:mit\s+material\s+(?:von|der)|mit\s+agenturmaterial|avec\s+(?:afp|reuters|agences))\b.{0,40}$""",
    re.IGNORECASE | re.VERBOSE,
)
# House rules name what will be done to comments, not only both words: "ý kiến … phê duyệt" and "comment on the civil …"
# stand in many a sentence of the news.
_HOUSE_RULES: Final = re.compile(
    r"""\bcomments\b.{0,80}\b(?:moderat(?:ed|ion|ors?)\b|(?:are|be|is|been)\s+(?:approved|reviewed)\b|(?:be|keep\s+it|stay)\s+(?:civil|respectful))
    |\bmoderat(?:e|ing)\b.{0,40}\bcomments\b
    |comentários.{0,80}(?:aprovad|moderad)|comentarios.{0,80}(?:aprobad|moderad)|commentaires.{0,80}modér|kommentare?n?\b.{0,80}(?:freigeschaltet|freigegeben|moderiert)
    |(?:bình\s+luận|ý\s+kiến).{0,60}(?:biên\s+tập|duyệt)\s+trước\s+khi|biên\s+tập\s+(?:các\s+)?bình\s+luận|gõ\s+tiếng\s+việt\s+có\s+dấu
    |an\s+dieser\s+stelle\s+(?:finden|befindet|steht)|externe[rnm]?\s+inhalt|inhalte?\s+von\s+drittanbietern
    |^[\W_]*we\s+use\s+cookies|cookies?\s+to\s+improve|dùng\s+cookie""",
    re.IGNORECASE | re.VERBOSE,
)
_LIVE_STAMP: Final = re.compile(
    r"^(?:\d+\s+(?:min|mins|minutes?|hours?|h|days?)\s+ago\s*)?\d{1,2}[:.]\d{2}(?:\s?[AaPp][Mm])?\s*"
    r"(?:KEY EVENT|(?:[A-ZÀ-Ý][\w'’.-]+\s?){1,4})?$|^\d+\s+(?:min|mins|minutes?|hours?|days?|weeks?)\s+ago\b"
    r"|^(?:vor|hace|il\s+y\s+a)\s+\d+\s+\w+$|^\d+\s+(?:giây|phút|giờ|ngày)\s+trước$|^\d+\s?(?:分钟|小时|天|分|時間|日)前$"
)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./]\d{1,2}[./]\d\d")
_DATE_WORDS: Final = re.compile(
    r"""\d+|\b(?:st|nd|rd|th|am|pm|a\.m|p\.m|uhr|stand|published|updated|posted|last|on|at|um|am|vom|de|le|lúc|ngày|gmt|utc|cet|cest|est|edt|ist|pst|pdt|bst|et|à|às|h|min|ago|hours?|minutes?|days?
    |publi[ée]e?|mis\s+à\s+jour|publicado|actualizado|pubblicato|aggiornato|aktualisiert|veröffentlicht|erstellt|publicerad|uppdaterad|oppdatert|publisert|기사입력|입력|수정|更新|公開|发布|年|月|日|時|分|년|월|일|시|분
    |mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|thứ\s+\w+|chủ\s+nhật
    |(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|sábado|domingo|lunes|martes|miércoles|jueves|viernes|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
    )\b\.?""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE_SIGNS: Final = " \u00a0,.:;|/·•–—-()[]+TZ"


INVITE: Final = 140  # characters of a line with a link that may invite; a longer one with few linked words is prose
LINK_SHARE: Final = 5
SHORT: Final = 60  # characters of a line that is nothing but a phrase
# One of these stands in every text that the long forms match; each form is tried only on texts with one of its own.
_LONG_FORMS: Final = (
    (_RIGHTS, ("©", "opyright", "ights ", "vorbehalten", "derechos", "droits", "転載", "전재", "저작", "(c)")),
    (_SUBSCRIBE, ("ubscri", "ign up", "ign in", "ewsletter", "inbox", "ccount", "SUBSCRI", "SIGN")),
    (_HOUSE_RULES, ("omment", "oment", "ình luận", "kiến", "tiếng", "ookie", "nhalt")),
)
_ANY_HINT: Final = re.compile("|".join(re.escape(hint) for _, hints in _LONG_FORMS for hint in hints))


def is_set_phrase(text: str, linked: int) -> bool:
    """Tell whether a block is one of those lines. `linked` is the number of its characters inside links."""
    size = len(text)
    if size > MAX_LENGTH:
        return False
    if size < SHORT and (_WHOLE.match(text) or _LIVE_STAMP.match(text)):
        return True
    invites = linked * LINK_SHARE >= size or (linked and size < INVITE) or "@" in text
    if invites and _INVITES.match(text):
        return True
    if _DESK.match(text):
        return True
    if _ANY_HINT.search(text) is None:
        return False
    return any(form.search(text) for form, hints in _LONG_FORMS if any(hint in text for hint in hints))


def is_time_line(text: str) -> bool:
    """Tell whether a line is nothing but a time: a date, a clock, and a word or two such as `Stand:`."""
    if _YEAR.search(text) is None:
        return False
    words = (word.strip(_DATE_SIGNS) for word in _DATE_WORDS.sub(" ", text).split())
    return all(month_of(word) for word in words if word)
