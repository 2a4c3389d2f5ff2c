"""Write learned layouts down as a publisher file: data that a person reviews, corrects and commits."""

from collections.abc import Iterator, Sequence

from flows.records import LearnedLayout, SelectorEvidence

_ROLES = ("title", "lead", "body", "caption", "credit", "author", "published", "photo", "drop")


def write_publisher_file(host: str, learned: Sequence[LearnedLayout]) -> str:
    """Write the file of a host. Beside each selector stand the pages for it and those against it."""
    lines = [
        f'"""{host}: learned from its pages and their seeds; to be reviewed.',
        "",
        "Beside each selector: pages that support it / pages that speak against it.",
        '"""',
        "",
        "from flows.publishers import Layout, Publisher",
        "",
        "PUBLISHER = Publisher(",
        f"    name={host!r},",
        f"    hosts=({host!r},),",
        "    layouts=(",
        *(line for item in learned for line in _layout_lines(item)),
        "    ),",
        ")",
    ]
    return "\n".join(lines) + "\n"


def _layout_lines(item: LearnedLayout) -> Iterator[str]:
    yield f"        Layout(  # {item.seed_count} pages"
    yield f"            name={item.name!r},"
    yield f"            fingerprint={item.fingerprint!r},"
    for role in _ROLES:
        found = [evidence for evidence in item.evidence if evidence.role == role]
        if found:
            yield f"            {role}=("
            yield from map(_selector_line, found)
            yield "            ),"
    if item.title_affixes:
        yield f"            title_affixes={item.title_affixes!r},"
    yield "        ),"


def _selector_line(item: SelectorEvidence) -> str:
    return f"                {item.selector!r},  # {item.support} / {item.contradicting}"
