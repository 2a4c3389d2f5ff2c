"""A learned layout stands behind what a person wrote and before what is guessed, and makes no verdict worse."""

from factories import seed_at

from flows.parse.page import parse_page
from flows.parse.version import PARSER_VERSION, version_of_layouts
from flows.records import LearnedLayout, PageKind, ParsedPage, PublisherLayouts, SelectorEvidence

TITLE = "Die alte Mühle am Fluss mahlt wieder"
STORY = (
    "Nach zwölf Jahren Stillstand dreht sich das Rad der alten Mühle am Fluss wieder, sagte die Müllerin am Montag.",
    "Der Verein hat das Holz aus dem nahen Wald geholt und die Steine in der Werkstatt des Dorfes schärfen lassen.",
    "Am Sonntag backen die Nachbarn auf dem Hof das erste Brot aus dem eigenen Mehl und laden die Schule dazu ein.",
)
PROMOTED = "Wer die Zeitung jetzt bestellt, liest bis zum Herbst alle Geschichten aus der Gegend ohne weitere Kosten."
URL = "https://muehle.example/artikel/77"
SEED = seed_at(URL, title=TITLE, body="\n".join(STORY))


def learned(fingerprint: str = "div.k7", publisher: str = "muehle.example", **selectors: str) -> PublisherLayouts:
    found = {"body": fingerprint, "drop": "p.x3", **selectors}
    evidence = tuple(
        SelectorEvidence(role=role, selector=selector, support=21, contradicting=0) for role, selector in found.items()
    )
    layout = LearnedLayout(
        name="learned_1", fingerprint=(fingerprint,), title_affixes=(), seed_count=21, evidence=evidence
    )
    return PublisherLayouts(publisher=publisher, layouts=(layout,))


def page(inside: str, *, head: str = "") -> bytes:
    return f"<html lang=de><head><title>{TITLE}</title>{head}</head><body>{inside}</body></html>".encode()


def article(box: str = f"<p class=x3>{PROMOTED}</p>", name: str = "k7") -> str:
    lines = [f"<p>{text}</p>" for text in STORY]
    return f"<h1>{TITLE}</h1><div class={name}>{lines[0]}{box}{''.join(lines[1:])}</div>"


def read(payload: bytes, layouts: PublisherLayouts | None, *, url: str = URL, seed: object = SEED) -> ParsedPage:
    return parse_page(
        payload, url=url, headers={"content-type": "text/html; charset=utf-8"}, seed=seed, layouts=layouts
    )  # type: ignore[arg-type]  # a seed or None


def texts(found: ParsedPage) -> tuple[str, ...]:
    return tuple(filter(None, (found.lead, *(block.text for block in found.blocks))))


def test_a_page_is_read_with_the_layout_that_others_taught_and_names_it():
    layouts = learned()
    without, found = read(page(article()), None), read(page(article()), layouts)
    assert (without.layout, without.parser_version) == ("generic", PARSER_VERSION)
    assert PROMOTED in texts(without)
    assert (found.layout, texts(found)) == ("muehle.example.learned_1", STORY)
    assert version_of_layouts(found.parser_version) == layouts.version
    assert version_of_layouts(without.parser_version) is None
    assert found.page_id != without.page_id


def test_a_page_without_the_fingerprint_is_read_as_before_and_says_what_was_at_hand():
    found = read(page(article(name="other")), learned())
    assert found.layout == "generic"
    assert version_of_layouts(found.parser_version) == learned().version


def test_a_page_that_hardly_shows_its_article_with_the_layout_is_read_without_it():
    """The place of the text has other words, and the article stands elsewhere: the layout is of another template."""
    other = f"<div class=k7><p>{PROMOTED} {PROMOTED.upper()}</p></div>"
    found = read(page(article(box="", name="other") + other), learned())
    assert texts(found) == STORY
    gone = read(page(f"<h1>Nicht mehr da</h1>{other}"), learned())
    assert (gone.layout, gone.kind) == ("generic", read(page(f"<h1>Nicht mehr da</h1>{other}"), None).kind)


def test_a_learned_layout_says_nothing_of_what_a_page_is():
    """A template without a story is no article for having the place of one: no seed text tells here."""
    empty = page(f"<div class=k7><p>{PROMOTED}</p></div><p>Seite 404</p>")
    assert read(empty, learned(), seed=None).kind is read(empty, None, seed=None).kind is PageKind.ERROR


def test_a_sentence_beside_the_learned_body_is_not_lost():
    """`removed` means: nowhere on the page, whatever the layout says of where the text is."""
    beside = page(
        f"<h1>{TITLE}</h1><section class=q>{STORY[0]}</section>{article('')}".replace(f"<p>{STORY[0]}</p>", "")
    )
    assert texts(read(beside, learned())) == STORY


def test_what_was_not_learned_is_read_as_without_it():
    head = '<meta name="description" content="Das Rad dreht sich nach zwölf Jahren wieder, am Sonntag gibt es Brot.">'
    lead = "Das Rad dreht sich nach zwölf Jahren wieder, am Sonntag gibt es Brot."
    inside = f"<header><h1>{TITLE}</h1><p>{lead}</p><p>Von Klara Brandt, 4. Mai 2021, 09:30 Uhr</p></header>"
    inside += article().removeprefix(f"<h1>{TITLE}</h1>")
    found = read(page(inside, head=head), learned())
    assert (found.layout, found.lead, found.authors) == ("muehle.example.learned_1", lead, ("Klara Brandt",))
    assert found.published_at == read(page(inside, head=head), None).published_at
    assert found.published_at is not None


def test_the_file_of_a_publisher_comes_first_and_a_learned_layout_where_it_finds_nothing():
    url = "https://www.vietnamplus.vn/a-post900000.vnp"
    body = " ".join(STORY)
    seed = seed_at(url, title=TITLE, body=body)
    described = f"<div class='article__body zce-content-body cms-body'><p>{body}</p></div>"
    layouts = learned(publisher="vietnamplus.vn")
    own = read(
        page(f"<h1 class='article__title'>{TITLE}</h1><div class=k7>{described}</div>"), layouts, url=url, seed=seed
    )
    assert own.layout.startswith("vietnamplus.")
    assert ".learned_" not in own.layout
    redesigned = read(page(article()), layouts, url=url, seed=seed)
    assert redesigned.layout == "vietnamplus.vn.learned_1"


def test_a_line_that_an_old_scraper_ran_together_with_its_caption_is_put_back():
    """The caption before the text has no full stop: the first sentence is of one piece with it."""
    seed = seed_at(URL, title=TITLE, body=f"Das Mühlrad im Mai. Foto: Klara Brandt {' '.join(STORY)}")
    apart = article("").replace(f"<p>{STORY[0]}</p>", "")
    markup = page(f"<h1>{TITLE}</h1><section class=q>Lengau {STORY[0]}</section>{apart}")
    assert f"Lengau {STORY[0]}" in texts(read(markup, learned(), seed=seed))


REWRITTEN = (
    "Das Mühlrad läuft seit Montag erneut, zwölf Jahre lang hatte es stillgestanden, wie die Betreiberin mitteilte.",
    "Aus dem Wald nebenan stammt das Holz, in der Dorfwerkstatt bekamen die Mahlsteine ihre neue Schärfe, hieß es.",
    STORY[2],
)


def test_a_rewritten_page_is_read_where_its_layout_has_the_text_and_not_where_more_of_others_stands():
    """The seed's last words are all that it shows of it; the teasers of other articles are longer than the text."""
    teasers = "".join(f"<p>{text} {number} {text}</p>" for number, text in enumerate([PROMOTED] * 6))
    text = "".join(f"<p>{line}</p>" for line in REWRITTEN)
    seed = seed_at(URL, title=TITLE, body="\n".join((*(line * 2 for line in STORY[:2]), *STORY)))
    markup = page(f"<h1>{TITLE}</h1><div class=k7>{text}</div><div class=mehr>{teasers}</div>")
    found = read(markup, learned(), seed=seed)
    assert (found.layout, texts(found)) == ("muehle.example.learned_1", REWRITTEN)


def test_a_place_that_the_layout_drops_does_not_come_back_with_a_lead_that_was_read():
    """The seed was flattened: its first sentence begins with the credit of the picture, and so stands nowhere."""
    place = "<p class=v2><span class=ort>Talheim</span>"
    markup = page(
        f"<h1>{TITLE}</h1>{place}{STORY[0]}</p><div class=k7>{''.join(f'<p>{x}</p>' for x in STORY[1:])}</div>"
    )
    seed = seed_at(URL, title=TITLE, body=f"Das Rad dreht sich. Foto: Verein Talheim/Archiv {' '.join(STORY)}")
    assert texts(read(markup, learned(lead="p.v2", drop="span.ort"), seed=seed)) == STORY
