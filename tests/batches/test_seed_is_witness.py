"""What is said of a page that shows the seed's text, or its beginning, or something else in its place."""

import datetime as dt
import html
from dataclasses import replace

import pytest

from flows.addresses.urls import identify
from flows.batches.worker.pages import examine_page
from flows.existence.verdict import ExistenceCase, judge_existence
from flows.records import (
    Capture,
    Content,
    Existence,
    Outcome,
    PageFinding,
    PageJob,
    Relation,
    SeedArticle,
    SeedFormat,
    Source,
)

URL = "https://noviny.example/mesto/trh-se-vraci.html"
TITLE = "Trh se vrací na náměstí"
STORY = (
    "Na náměstí v Dolní Lhotě se v sobotu po jedenácti letech vrátily stánky s ovocem a medem.",
    "Starostka Ludmila Hronková řekla, že se o místa přihlásilo čtyřicet dva pěstitelů z okolí.",
    "Nejstarší z nich, sadař Bohuš Vrátný, přivezl dvanáct beden jablek odrůdy, kterou už nikdo nesází.",
    "Do poledne bylo prodáno všechno kromě tří košů hrušek, které dostala školní jídelna.",
    "Město chce trh pořádat každou druhou sobotu a v zimě jej přesune pod střechu staré sýpky.",
    "Poplatek za stánek zůstane sto korun, vybrané peníze půjdou na opravu kašny.",
)
SEEN = frozenset({Content.IDENTICAL, Content.COSMETIC})


def seed_of(body: str | None = None, title: str | None = TITLE) -> SeedArticle:
    identity = identify(URL)
    assert identity is not None
    text = " ".join(STORY) if body is None else body
    return SeedArticle(
        seed_id="5eed",
        identity=identity,
        url=URL,
        title=title,
        body=text or None,
        extra=None,
        format=SeedFormat.JSONL,
        source_path="seeds/1.jsonl",
        line=1,
    )


def look(
    page: str, seed: SeedArticle | None = None, *, outcome: Outcome = Outcome.OK, status: int = 200, url: str = URL
) -> tuple[Existence, PageFinding]:
    seed = seed or seed_of()
    capture = Capture(
        capture_id="c",
        article_id=seed.identity.article_id,
        target_uri=seed.url,
        final_uri=url,
        redirects=(),
        captured_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
        memento_datetime=None,
        source=Source.LIVE,
        outcome=outcome,
        outcome_detail="",
        http_status=status,
        headers=(("content-type", "text/html; charset=utf-8"),),
        payload_digest="d",
        payload_bytes=len(page),
        elapsed_ms=1,
        request_count=1,
        revisit_of=None,
        warc_file=None,
        warc_offset=None,
    )
    finding = examine_page(PageJob(seed=seed, capture=capture, payload=page.encode()))
    observation = judge_existence(
        ExistenceCase(
            capture=capture,
            page=finding.page,
            seed=seed,
            reconciliation=finding.reconciliation,
            missing_since=dt.datetime(2026, 2, 1, tzinfo=dt.UTC),
            confirm_after=dt.timedelta(days=1),
        )
    )
    return observation.existence, finding


def paragraphs(texts: tuple[str, ...] = STORY, form: str = "<p>{}</p>") -> str:
    return "".join(form.format(html.escape(text)) for text in texts)


def document(inside: str, head: str = "", title: str = TITLE) -> str:
    return f'<html lang="cs"><head><title>{title}</title>{head}</head><body>{inside}</body></html>'


def article(inside: str, head: str = "") -> str:
    return document(f"<nav><a href='/'>Domů</a></nav><main><h1>{TITLE}</h1><div class='k'>{inside}</div></main>", head)


def relations(finding: PageFinding) -> set[Relation]:
    return {change.relation for change in finding.reconciliation.changes}


@pytest.mark.parametrize(
    "page",
    [
        article(paragraphs(STORY[:3]) + f"<p class='related-fruit'>{STORY[3]}</p>" + paragraphs(STORY[4:])),
        article(
            paragraphs(STORY[:3]) + f"<div class='comment-by-the-mayor'><p>{STORY[3]}</p></div>{paragraphs(STORY[4:])}"
        ),
        article(paragraphs(STORY[:3]) + f"<aside>{STORY[3]}</aside>" + paragraphs(STORY[4:])),
        article(paragraphs(STORY[:3]) + f"<p><a href='/jidelna'>{STORY[3]}</a></p>" + paragraphs(STORY[4:])),
        article(paragraphs(STORY[:3]) + f"<ul><li><a href='/a'>{STORY[3]}</a></li></ul>" + paragraphs(STORY[4:])),
        article(paragraphs(STORY[:3]) + f"<details><summary>Více</summary>{paragraphs(STORY[3:])}</details>"),
        article(paragraphs(STORY[:3]) + f"<div style='display: none'>{paragraphs(STORY[3:])}</div>"),
        article(f"<a name='zacatek'>{paragraphs()}</a>"),
        document(f"<form>{TITLE}<fieldset>{paragraphs(form='<label>{}</label>')}</fieldset></form>"),
        article(f"<x-telo><template shadowrootmode='open'>{paragraphs()}</template></x-telo>"),
        document(f"<div class='uvod'>{STORY[0]}</div><div class='zbytek'>{paragraphs(STORY[1:])}</div>", title=""),
    ],
    ids=["class", "comment", "aside", "linked", "list", "details", "folded", "anchor", "form", "shadow", "headless"],
)
def test_text_that_seed_and_page_both_have_is_never_removed(page: str) -> None:
    existence, finding = look(page)
    assert existence is Existence.LIVE
    assert finding.reconciliation.content in SEEN


@pytest.mark.parametrize(
    "page",
    [
        article(f"{paragraphs()}<p hidden>Tohle nikdo na stránce nevidí, protože je to schované.</p>"),
        article(
            f"{paragraphs()}<p style='visibility:hidden'>Tohle nikdo na stránce nevidí, protože je to schované.</p>"
        ),
        article(
            f"{paragraphs()}<span style='position:absolute;clip:rect(0,0,0,0)'>Tohle slyší jen čtečka obrazovky.</span>"
        ),
        article(f"{paragraphs()}<template><p>Tohle čeká na skript a nikdo to nevidí.</p></template>"),
        article(
            f"{paragraphs()}<ol id='comments'><li><p>Já tam byl a jablka byla opravdu dobrá, díky městu.</p></li></ol>"
        ),
        article(
            paragraphs(STORY[:2])
            + "<div class='pb'><p>Předplaťte si naše noviny a každé ráno je najdete ve schránce.</p></div>"
            + paragraphs(STORY[2:])
        ),
        document(
            "<div role='dialog'>"
            + "<p>Tento web ukládá údaje o vás a vašem zařízení, aby mohl počítat čtenáře.</p>" * 12
            + f"</div><main><h1>{TITLE}</h1>{paragraphs()}</main>"
        ),
        document(
            f"<main><article><h1>{TITLE}</h1>{paragraphs()}</article><article><h1>Most je hotov</h1><p>Nový most přes "
            "potok se otevřel včera a první po něm přešel místní pes.</p></article></main>"
        ),
    ],
    ids=["hidden", "invisible", "clipped", "template", "comments", "promotion", "dialog", "next"],
)
def test_what_no_reader_sees_or_is_not_this_article_is_not_added(page: str) -> None:
    existence, finding = look(page)
    assert existence is Existence.LIVE
    assert finding.reconciliation.content in SEEN


def test_a_paragraph_among_the_others_is_added() -> None:
    fresh = "V neděli město oznámilo, že na příští trh přijedou i pekaři z vedlejšího údolí."
    existence, finding = look(article(paragraphs((*STORY[:4], fresh, *STORY[4:]))))
    assert (existence, finding.reconciliation.content) == (Existence.LIVE, Content.EXTENDED)
    assert [change.page_text for change in finding.reconciliation.changes] == [fresh]


def test_what_the_publisher_took_out_is_removed() -> None:
    existence, finding = look(article(paragraphs((*STORY[:2], *STORY[3:]))))
    assert (existence, finding.reconciliation.content) == (Existence.LIVE, Content.SHORTENED)
    assert [change.seed_text for change in finding.reconciliation.changes] == [STORY[2]]


def test_a_seed_that_is_only_a_lead_takes_the_text_behind_it() -> None:
    page = document(
        f"<header><h1>{TITLE}</h1><p class='perex'>{STORY[0]}</p></header><div>{paragraphs(STORY[1:])}</div>"
    )
    _, finding = look(page, seed_of(STORY[0]))
    assert finding.reconciliation.content in {Content.EXTENDED, Content.SEED_TRUNCATED}
    assert len(finding.page.blocks) + bool(finding.page.lead) == len(STORY)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("404 lidí přišlo na trh", STORY[0]),
        ("Stránka nenalezena: kronika přišla o list", STORY[1]),
        ("Access denied, stálo na vratech sýpky", STORY[2]),
        ("Krátce", "Trh byl zrušen."),
    ],
)
def test_a_page_of_one_sentence_is_live_whatever_its_headline(title: str, body: str) -> None:
    page = document(f"<h1>{title}</h1><p>{body}</p>", title=title)
    for outcome in (Outcome.OK, Outcome.SOFT_NOT_FOUND, Outcome.CHALLENGE, Outcome.PAYWALL, Outcome.EMPTY):
        existence, finding = look(page, seed_of(body, title), outcome=outcome)
        assert existence is Existence.LIVE
        assert finding.reconciliation.content in SEEN


def test_a_whole_text_under_a_status_that_says_lost_is_there() -> None:
    existence, _ = look(article(paragraphs()), outcome=Outcome.NOT_FOUND, status=404)
    assert existence is Existence.LIVE


def test_an_error_page_is_still_gone() -> None:
    page = document("<h1>404</h1><p>Tady nic není.</p>", title="404 Not Found")
    existence, _ = look(page, outcome=Outcome.NOT_FOUND, status=404)
    assert existence is Existence.GONE


@pytest.mark.parametrize(
    "behind",
    [
        "<div class='paywall'><p>Dál jen pro ty, kdo platí.</p><a href='/x'>OK</a></div>",
        "<div id='premium-gate'>Pokračování textu najdete v tištěném vydání.</div>",
        "<div class='q7'><p>Aby mohl list vycházet, prosíme čtenáře o příspěvek.</p><button>Dobře</button></div>",
        "<div class='q7'>Zbytek čtou členové spolku. <a href='/spolek'>Přidat se</a></div>",
        "<div class='q7'>Děkujeme, že čtete naše noviny; celé vydání leží na každé poště.</div>",
        "<form class='z'><p>Heslo, prosím, ať můžete číst dál.</p><input type='password'><button>→</button></form>",
    ],
)
def test_a_beginning_before_a_wall_is_blocked_whatever_the_wall_says(behind: str) -> None:
    existence, finding = look(article(paragraphs(STORY[:2]) + behind))
    assert existence is Existence.BLOCKED
    assert Relation.REMOVED not in relations(finding) or existence is Existence.BLOCKED


def test_a_beginning_that_breaks_off_inside_a_sentence_is_blocked() -> None:
    existence, _ = look(article(paragraphs((*STORY[:2], STORY[2][:40] + "…"))))
    assert existence is Existence.BLOCKED


def test_a_text_that_lost_its_last_sentence_before_a_share_bar_is_shortened() -> None:
    bar = "<ul class='sdilet'><li><a href='#'>f</a></li><li><a href='#'>z</a></li></ul>"
    existence, finding = look(article(paragraphs(STORY[:5]) + bar))
    assert (existence, finding.reconciliation.content) == (Existence.LIVE, Content.SHORTENED)


def test_a_headline_over_a_form_that_asks_for_a_password_is_no_witness() -> None:
    form = "<form method='post'><p>Obsah je chráněn.</p><input type='password' name='p'><input type='submit'></form>"
    for seed in (seed_of(), seed_of("")):
        existence, _ = look(article(form), seed)
        assert existence is Existence.BLOCKED


def test_a_small_form_to_log_in_beside_the_text_is_no_wall() -> None:
    form = "<div class='u'><form><input name='u'><input type='password'></form></div>"
    existence, finding = look(document(f"{form}<main><h1>{TITLE}</h1>{paragraphs()}</main>"))
    assert existence is Existence.LIVE
    assert finding.reconciliation.content in SEEN


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/mesto/trh-se-vraci.html?page=2'>2</a>",
        "<a href='/mesto/trh-se-vraci/2/'>Dál</a>",
        "<a href='trh-se-vraci-2.html'>2</a>",
        "<link rel='next' href='https://noviny.example/mesto/trh-se-vraci/page/2'><p>1 / 2</p>",
    ],
)
def test_the_first_of_several_pages_is_live_and_not_shortened(link: str) -> None:
    existence, finding = look(article(paragraphs(STORY[:3]) + f"<div>{link}</div>"))
    assert existence is Existence.LIVE
    assert finding.reconciliation.content is Content.NOT_COMPARED
    assert finding.reconciliation.evidence.rule == "paginated"
    assert " ".join(sentence.text for sentence in finding.reconciliation.sentences) == " ".join(STORY)


def test_a_link_to_the_next_article_makes_no_page_the_first_of_several() -> None:
    head = "<link rel='next' href='/mesto/2-mosty-jsou-hotovy.html'>"
    _, finding = look(article(paragraphs(STORY[:5]), head))
    assert finding.reconciliation.content is Content.SHORTENED


@pytest.mark.parametrize("url", [URL, "https://noviny.example/mesto/most-je-hotov.html"])
def test_another_article_is_one_verdict_by_canonical_address_or_by_redirect(url: str) -> None:
    head = "<link rel='canonical' href='https://noviny.example/mesto/most-je-hotov.html'>"
    other = (
        "Nový most přes potok se otevřel včera a první po něm přešel místní pes se svou paní.",
        "Stavba trvala osm měsíců a stála o třetinu méně, než se čekalo na začátku roku.",
        "Starý brod zůstane pro koně a pro děti, které se v něm v létě koupou.",
    )
    page = document(f"<main><h1>Most je hotov</h1>{paragraphs(other)}</main>", head, title="Most je hotov")
    existence, finding = look(page, url=url)
    assert existence is Existence.GONE
    assert finding.reconciliation.content is Content.REPLACED


def test_a_title_alone_over_an_empty_body_is_not_live() -> None:
    existence, _ = look(document(f"<main><h1>{TITLE}</h1><div id='app'></div></main>"))
    assert existence not in {Existence.LIVE, Existence.MOVED, Existence.GONE}


def test_a_seed_without_text_is_live_where_its_title_stands_over_prose() -> None:
    existence, _ = look(article(paragraphs(STORY[:1])), seed_of(""))
    assert existence is Existence.LIVE


@pytest.mark.parametrize(
    ("note", "expected"),
    [("Tento text už tu není.", Existence.MISSING), ("This article has been removed.", Existence.GONE)],
)
def test_a_headline_over_a_note_is_no_witness_of_the_text(note: str, expected: Existence) -> None:
    existence, _ = look(article(f"<p>{note}</p>"))
    assert existence is expected


def test_a_teaser_in_the_list_that_a_lost_address_leads_to_is_not_the_article() -> None:
    other = "Sbor dobrovolných hasičů otevřel novou zbrojnici a pozval na ni všechny sousedy z okolních vsí."
    cards = (
        f"<div class='c'><h2>{TITLE}</h2><p>{STORY[0]}</p></div><div class='c'><h2>Zbrojnice</h2><p>{other}</p></div>"
    )
    page = document(f"<main><h1>Zprávy z města</h1>{cards}</main>", title="Zprávy z města")
    for outcome in (Outcome.OK, Outcome.HOME_REDIRECT):
        existence, _ = look(page, seed_of(STORY[0]), outcome=outcome, url="https://noviny.example/mesto/")
        assert existence is not Existence.MOVED


def test_a_teaser_is_told_where_the_seed_begins_with_a_caption() -> None:
    caption = "Starostka s bednou jablek na schodech radnice."
    figure = f"<figure><img src='a.jpg'><figcaption>{caption}</figcaption></figure>"
    wall = "<div class='q7'><p>Aby mohl list vycházet, prosíme čtenáře o příspěvek.</p><a href='/x'>OK</a></div>"
    for shown in (figure, ""):
        for before in (caption, f"{caption} (Foto: Ludvík Mokrý/ČTK)"):
            existence, _ = look(article(shown + paragraphs(STORY[:2]) + wall), seed_of(" ".join([before, *STORY])))
            assert existence is Existence.BLOCKED


def test_a_text_that_was_rewritten_behind_its_first_sentence_is_no_teaser() -> None:
    fresh = tuple(text.replace(" ", " vlastně ").replace("e", "é") for text in STORY[1:])
    bar = "<div class='q7'><p>Redakce děkuje všem, kdo poslali fotografie z náměstí.</p></div>"
    existence, _ = look(article(paragraphs((STORY[0], *fresh)) + bar))
    assert existence is Existence.LIVE


ABOVE = "https://noviny.example/mesto/trh-se-vraci"


def untitled_seed(url: str, title: str | None = TITLE) -> SeedArticle:
    identity = identify(url)
    assert identity is not None
    return replace(seed_of("", title), url=url, identity=identity)


@pytest.mark.parametrize("asked", [f"{ABOVE}/amp", f"{ABOVE}/tisk", f"{ABOVE}/cele.html", f"{ABOVE}/index.php"])
def test_a_seed_without_text_is_there_where_a_folder_above_its_address_shows_its_headline(asked: str) -> None:
    for page in (article(paragraphs()), article(paragraphs(STORY[:1]))):
        existence, _ = look(page, untitled_seed(asked), outcome=Outcome.HOME_REDIRECT, url=ABOVE)
        assert existence is (Existence.LIVE if asked.endswith("amp") else Existence.MOVED)


def test_a_bare_address_is_live_where_it_leads_to_its_own_place() -> None:
    page = article(paragraphs())
    existence, _ = look(page, untitled_seed(f"{ABOVE}/amp", None), outcome=Outcome.HOME_REDIRECT, url=ABOVE)
    assert existence is Existence.LIVE
    existence, _ = look(page, untitled_seed(URL, None), outcome=Outcome.HOME_REDIRECT, url="https://noviny.example/")
    assert existence is Existence.GONE


@pytest.mark.parametrize(
    ("outcome", "status"), [(Outcome.NOT_FOUND, 404), (Outcome.NOT_FOUND, 410), (Outcome.SOFT_NOT_FOUND, 200)]
)
def test_a_seed_without_text_is_there_where_its_headline_stands_over_prose_whatever_is_said(
    outcome: Outcome, status: int
) -> None:
    line = "<p>Die Seite, die sie verlinkt, gibt es nicht: die gesuchte Seite existiert nicht mehr.</p>"
    for page in (article(paragraphs()), article(paragraphs(STORY[:3]) + line)):
        existence, _ = look(page, seed_of(""), outcome=outcome, status=status)
        assert existence is Existence.LIVE


@pytest.mark.parametrize(
    "inside",
    [
        "<p>Tady nic není.</p>",
        "<p>This article has been removed.</p>" + paragraphs(STORY[:3]),
        "<ul>" + paragraphs(form="<li><a href='/x'>{}</a></li>") + "</ul>",
        "<form method='post'><p>Obsah je chráněn.</p><input type='password' name='p'></form>",
        "",
    ],
    ids=["note", "removed", "list", "lock", "empty"],
)
def test_a_headline_of_a_seed_without_text_over_no_prose_is_no_witness(inside: str) -> None:
    for outcome, status in ((Outcome.NOT_FOUND, 404), (Outcome.SOFT_NOT_FOUND, 200)):
        existence, _ = look(article(inside), seed_of(""), outcome=outcome, status=status)
        assert existence not in {Existence.LIVE, Existence.MOVED}


@pytest.mark.parametrize(("outcome", "status"), [(Outcome.NOT_FOUND, 404), (Outcome.SOFT_NOT_FOUND, 200)])
def test_a_bare_address_is_there_where_an_article_names_it_as_its_own(outcome: Outcome, status: int) -> None:
    time = "<meta property='article:published_time' content='2016-04-09T08:00:00+02:00'>"
    own = f"<link rel='canonical' href='{URL}'>"
    other = "<link rel='canonical' href='https://noviny.example/mesto/zbrojnice.html'>"
    removed = "<p>This article has been removed.</p>" + paragraphs(STORY[:3])
    for head, inside, expected in (
        (own + time, paragraphs(), Existence.LIVE),
        (own, paragraphs(), Existence.GONE),
        (other + time, paragraphs(), Existence.GONE),
        (own + time, removed, Existence.GONE),
        (own + time, "<p>Tady nic není.</p>", Existence.GONE),
    ):
        existence, _ = look(article(inside, head), untitled_seed(URL, None), outcome=outcome, status=status)
        assert existence is expected


@pytest.mark.parametrize("url", ["https://noviny.example/", "https://noviny.example/mesto/"])
def test_a_list_with_the_headline_of_a_seed_without_text_is_not_the_article(url: str) -> None:
    names = ("Zbrojnice otevřena", TITLE, "Most je hotov", "Škola hledá kuchaře", "Kašna zase teče", "Sníh v dubnu")
    cards = "".join(
        f"<div class='c'><h2><a href='/mesto/{number}.html'>{name}</a></h2><p>{text}</p></div>"
        for number, (name, text) in enumerate(zip(names, STORY, strict=True))
    )
    for heading in ("<h1>Zprávy z města</h1>", ""):
        page = document(f"<main>{heading}{cards}</main>", title="Zprávy z města")
        for outcome in (Outcome.HOME_REDIRECT, Outcome.SOFT_NOT_FOUND, Outcome.NOT_FOUND):
            existence, _ = look(page, seed_of(""), outcome=outcome, url=url)
            assert existence is Existence.GONE


def test_a_search_for_the_headline_is_not_the_article() -> None:
    page = document(f"<main><h1>Hledání: {TITLE} po letech</h1>{paragraphs()}</main>", title=f"Hledání: {TITLE}")
    url = "https://noviny.example/search?q=trh"
    existence, _ = look(page, seed_of("", f"{TITLE} po letech"), outcome=Outcome.HOME_REDIRECT, url=url)
    assert existence is Existence.GONE
