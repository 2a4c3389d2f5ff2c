"""Where the numbers of the figures lead: for each row, and each count in it, the list of its articles."""

from collections.abc import Callable, Mapping

from flows.existence.kinds import GONE, ON_THE_WEB
from flows.records import Content, Existence
from flows.show.asked import write_address
from warehouse.report.figures import Figure, Scope

Record = Mapping[str, object]
LinkFilters = dict[str, object]

CHANGED = (Content.EXTENDED, Content.SHORTENED, Content.EDITED, Content.REWRITTEN, Content.REPLACED)
UNJUDGED = (Existence.BLOCKED, Existence.UNREACHABLE, Existence.REFUSED)
JUDGED = (*sorted(ON_THE_WEB), Existence.MISSING, *sorted(GONE))
DIFFERS = (*CHANGED, Content.SEED_TRUNCATED)
# What a list can be filtered by beside single words: several that mean one thing to a reader.
GROUPS: dict[str, dict[str, str]] = {
    "existence": {
        "still there": ",".join(sorted(ON_THE_WEB)),
        "lost": ",".join(sorted(GONE)),
        "could not be judged": ",".join(UNJUDGED),
    },
    "content": {"changed": ",".join(CHANGED), "same but for form": f"{Content.IDENTICAL},{Content.COSMETIC}"},
    "issue": {"any": "any"},
    "fact": {"any": "any"},
}
OTHERS = "all others"  # a row of a figure that stands for many publishers has no list

# What the name of a count means, beside what its row is about.
COUNTS: dict[str, LinkFilters] = {
    "article_count": {},
    "checked_count": {"existence": tuple(item for item in Existence if item is not Existence.UNCHECKED)},
    "present_count": {"existence": tuple(sorted(ON_THE_WEB))},
    "lost_count": {"existence": tuple(sorted(GONE))},
    "missing_count": {"existence": (Existence.MISSING,)},
    "unjudged_count": {"existence": UNJUDGED},
    "unchecked_count": {"existence": (Existence.UNCHECKED,)},
    "judged_count": {"existence": JUDGED},
    "compared_count": {"content": tuple(item for item in Content if item is not Content.NOT_COMPARED)},
    "unchanged_count": {"content": (Content.IDENTICAL, Content.COSMETIC)},
    "changed_count": {"content": CHANGED, "sorting": "changed"},
    "truncated_count": {"content": (Content.SEED_TRUNCATED,)},
    "flawed_count": {"issue": "any"},
    "fact_count": {},
}


def _same(*names: str) -> Callable[[Record], LinkFilters]:
    return lambda record: {name: record[name] for name in names}


def _by_year(record: Record) -> LinkFilters:
    year = record["published_year"]
    named = {"year": "unknown" if year is None else year}
    return named | {name: record[name] for name in ("publisher", "existence") if name in record}


def _by_month(record: Record) -> LinkFilters:
    dated = "page" if record["dated_by"] == "dated by the page" else "look"
    return {"content": CHANGED, "month": record["month"], "dated": dated}


def _by_estimate(record: Record) -> LinkFilters:
    kind, _, value = str(record["figure"]).partition(":")
    groups: dict[str, object] = {"there": tuple(sorted(ON_THE_WEB)), "changed": CHANGED}
    groups["lost"] = (Existence.MISSING, *sorted(GONE))
    return {"sampled": True, kind: groups.get(value, value)}


ROWS: dict[str, Callable[[Record], LinkFilters]] = {
    "headline": lambda _: {},
    "estimated_shares": _by_estimate,
    "survival_by_age": lambda record: {"age": record["age_years"], "existence": JUDGED},
    "existence_by_publisher": _same("publisher", "existence"),
    "existence_by_year": _by_year,
    "existence_by_publisher_and_year": _by_year,
    "verdicts": _same("content"),
    "difference_origin": lambda record: {"origin": record["difference_origin"], "content": DIFFERS},
    "edits_in_time": _by_month,
    "facts_by_kind": lambda record: {"fact": record["kind"], "sorting": "changed"},
    "repaired_seeds": _same("issue"),
    "not_judged": _same("existence", "rule"),
    "not_compared": lambda record: {
        "content": Content.NOT_COMPARED, "text_rule": record["rule"], "existence": record["existence"],
    },
}  # fmt: skip


class FigureLinks:
    """The addresses that figures lead to on one server; none where there is no server."""

    def __init__(self, server: str | None, scope: Scope) -> None:
        """`server` is what stands before the path of a list: empty on the server itself."""
        self._server = server
        self._scope: LinkFilters = {"publisher": scope.publisher, "since": scope.since}

    def of_row(self, figure: Figure, record: Record) -> str | None:
        """Give the address of the list of a row's articles."""
        return self._write(ROWS[figure.name](record)) if figure.name in ROWS else None

    def of_cell(self, figure: Figure, record: Record, column: str) -> str | None:
        """Give the address that a cell leads to: of what it counts, or of its row where no cell of that counts."""
        if figure.name not in ROWS or not record[column]:
            return None
        filters = ROWS[figure.name](record)
        if column in COUNTS:
            return self._write(filters | COUNTS[column])
        is_first = column == figure.columns[0]
        return self._write(filters) if is_first and COUNTS.keys().isdisjoint(figure.columns) else None

    def of(self, column: str, **filters: object) -> str | None:
        """Give the address of the list of what a count of the headline counts."""
        return self._write(COUNTS.get(column, {}) | filters)

    def _write(self, filters: LinkFilters) -> str | None:
        if self._server is None or OTHERS in filters.values():
            return None
        return self._server + write_address({**self._scope, **filters})
