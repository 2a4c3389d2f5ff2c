"""Read the times that pages carry: machine forms in attributes, and the words that readers see.

Day first wherever it is not plain otherwise; a time without a zone is given the one that is passed in.
"""

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo

from flows.text.http_dates import read_mail_date

VIETNAM: Final = "Asia/Ho_Chi_Minh"
FIRST_YEAR: Final = 1700  # newspapers put their archives online; what is earlier is a default of some CMS
LAST_YEAR: Final = 2200
_ISO: Final = re.compile(
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"(?:[T\s,|-]+(?P<H>\d{1,2})[:h.](?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d+)?)?\s*(?P<p>[AaPp]\.?[Mm]\.?)?\s*(?P<z>Z|UTC(?!\s?[+-]\d)|GMT(?!\s?[+-])|(?:\(?(?:GMT|UTC)\s?)?[+-]\d{1,2}(?::?\d{2})?)?)?"
)
_DAY_FIRST: Final = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d{2})(?!\d)"
    r"(?:[\sT,|•·–-]*(?:lúc\s*:?\s*|um\s+|at\s+|à\s+)?(?P<H>\d{1,2})\s?[:hg]\s?(?P<M>\d{2})(?::(?P<S>\d{2}))?\s*(?P<p>[AaPp]\.?[Mm]\b\.?)?\s*(?P<z>Z\b|UTC\b(?!\s?[+-]\d)|(?:\(?(?:GMT|UTC)\s?)?[+-]\d{1,2}(?::?\d{2})?)?)?"
)
_TIME_FIRST: Final = re.compile(
    r"(?<!\d)(?P<H>\d{1,2})\s?[:hg]\s?(?P<M>\d{2})(?::(?P<S>\d{2}))?\s*(?P<p>[AaPp]\.?[Mm]\b\.?)?[\s,|•·–-]*(?:(?:thứ\s+\w+|chủ\s+nhật)[\s,|-]*)?(?:(?:ngày|on|am|le)\s+)?(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)
_COMPACT: Final = re.compile(
    r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?)?(?P<z>Z|[+-]\d{4})?$"
)
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero gennaio janeiro jänner januari stycznia ocak января sausio",
            "feb february februar février fevrier febrero febbraio fevereiro februari lutego şubat февраля",
            "mar march märz marz mars marzo março maart marca mart марта",
            "apr april avril abril aprile kwietnia nisan апреля",
            "may mai mayo maggio maio mei maja mayıs мая",
            "jun june juni juin junio giugno junho czerwca haziran июня",
            "jul july juli juillet julio luglio julho lipca temmuz июля",
            "aug august août aout agosto augustus sierpnia ağustos августа",
            "sep sept september septembre septiembre settembre setembro września eylül сентября",
            "oct okt october oktober octobre octubre ottobre outubro października ekim октября",
            "nov november novembre noviembre novembro listopada kasım ноября",
            "dec dez dez. december dezember décembre decembre diciembre dicembre dezembro grudnia aralık декабря",
        ),
        start=1,
    )
    for name in names.split()
}
_CLOCK: Final = (
    r"(?P<H>\d{1,2})[:h.](?P<M>\d{2})(?::(?P<S>\d{2}))?\s*(?P<p>[AaPp]\.?[Mm]\b\.?)?\s*"
    r"(?P<z>Z\b|UTC\b(?!\s?[+-]\d)|GMT\b(?!\s?[+-])|(?:\(?(?:GMT|UTC)\s?)?[+-]\d{1,2}(?::?\d{2})?)?"
)
_WORDED_DAY_FIRST: Final = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?(?P<mon>[^\W\d_]{{3,12}})\.?,?\s+(?:de\s+)?(?P<y>\d{{4}})(?:[^\d]{{0,24}}?{_CLOCK})?"
)
_WORDED_MONTH_FIRST: Final = re.compile(
    rf"(?P<mon>[^\W\d_]{{3,12}})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?:[^\d]{{0,24}}?{_CLOCK})?"
)
_EAST_ASIAN: Final = re.compile(
    r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]\s*(?:[（(][^)）]{1,4}[)）])?\s*(?P<ap>午前|午後|上午|下午|오전|오후)?\s*(?:(?P<H>\d{1,2})[:：时時시]\s*(?P<M>\d{2}))?"
)
_ZONE: Final = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")


def host_zone(host: str) -> str | None:
    """Return the zone (IANA) that times without one are in on a host, where its domain tells."""
    return VIETNAM if host.endswith(".vn") else None


def parse_time(text: str | None, zone: str | None = None) -> dt.datetime | None:
    """Read one time; None where there is none. Aware where the text or `zone` (IANA) says a zone, else naive.

    A date without a time of day comes back at midnight, naive; see `has_clock`.
    """
    if not text:
        return None
    text = text.strip()[:120]
    if not text or not any(map(str.isdigit, text)):
        return None
    found = _parse_iso(text)
    if found is None:
        found = _parse_forms(text)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    if found.tzinfo is None and zone is not None:
        found = found.replace(tzinfo=ZoneInfo(zone))
    return found


def has_clock(text: str) -> bool:
    """Tell whether a written time has a time of day."""
    return bool(re.search(r"\d[:h]\d\d|T\d\d|\d{12}|^\d{10,13}$|\d\s?[时時시]", text))


def _parse_iso(text: str) -> dt.datetime | None:
    """Read what the standard library reads, and nothing else."""
    if len(text) < 10 or not text[:4].isdigit():
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _parse_forms(text: str) -> dt.datetime | None:
    if text.isdecimal() and len(text) in (10, 13):
        return dt.datetime.fromtimestamp(int(text[:10]), dt.UTC)
    compact = _COMPACT.match(text)
    if compact:
        return _build(compact.groupdict())
    for form in (_ISO, _TIME_FIRST, _DAY_FIRST, _EAST_ASIAN, _WORDED_DAY_FIRST, _WORDED_MONTH_FIRST):
        for match in form.finditer(text):
            built = _build(match.groupdict())
            if built is not None:
                return built
    return read_mail_date(text)


def _build(parts: dict[str, str | None]) -> dt.datetime | None:
    """Make a time of matched parts; None where they are no date."""
    month_text = parts.get("m") or ""
    month = int(month_text) if month_text else MONTHS.get((parts.get("mon") or "").lower(), 0)
    day, year = int(parts["d"] or 0), int(parts["y"] or 0)
    if month > 12 >= day:
        day, month = month, day
    if year < 100:
        year += 2000
    hour = _hour(int(parts.get("H") or 0), (parts.get("p") or parts.get("ap") or "").lower())
    try:
        return dt.datetime(
            year, month, day, hour, int(parts.get("M") or 0), int(parts.get("S") or 0), tzinfo=_offset(parts.get("z"))
        )
    except ValueError:
        return None


def _hour(hour: int, half: str) -> int:
    """Turn a 12-hour clock into a 24-hour one; `13:00 PM` is 13 o'clock."""
    afternoon = half.startswith("p") or half in ("午後", "下午", "오후")
    morning = half.startswith("a") or half in ("午前", "上午", "오전")
    if afternoon and hour < 12:
        return hour + 12
    return 0 if morning and hour == 12 else hour


def _offset(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    match = _ZONE.search(text)
    if match is None:
        return dt.UTC
    minutes = int(match.group(2)) * 60 + int(match.group(3) or 0)
    return dt.timezone(dt.timedelta(minutes=-minutes if match.group(1) == "-" else minutes)) if minutes < 1440 else None
