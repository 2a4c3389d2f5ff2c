"""A publisher of which layouts and a rule of addresses were learned, published."""

from collections.abc import Iterator
from pathlib import Path

from factories import make_batch, make_capture, make_observation, make_page, make_page_batch, seed_at
from show_corpus import publish_batches

from flows.records import (
    AddressPair,
    AddressRule,
    Batch,
    BatchKind,
    LayoutLesson,
    LearnedLayout,
    Renaming,
    SeedArticle,
    SelectorEvidence,
)

PUBLISHER = "bao-mau.example"
LAYOUT = "learned_1"
RULE = AddressRule(
    rule_id="0123456789abcdef",
    publisher=PUBLISHER,
    host=PUBLISHER,
    folder_count=1,
    parameters=(),
    template="https://{host}/{map folder 1}/{slug}",
    only_piece="",
    only_values=(),
    renamings=(Renaming(piece="folder 1", before="noticias", after="archivo", support=4),),
    support=12,
    counter_count=1,
    examples=(AddressPair(before=f"http://{PUBLISHER}/noticias/1.html", after="https://bao-mau.example/archivo/1"),),
    counter_examples=(AddressPair(before="http://bao-mau.example/x", after="https://bao-mau.example/y"),),
    version="moves-test",
)
TITLE = SelectorEvidence(role="title", selector="h2.kop", support=21, contradicting=0)
BODY = SelectorEvidence(role="body", selector="div.artikel > p", support=19, contradicting=2)


def teach(number: int, *, name: str = LAYOUT) -> Batch:
    """Teach one layout of the publisher; the newest lesson is the one in force."""
    layout = LearnedLayout(
        name=name, fingerprint=("div.artikel",), title_affixes=(), seed_count=21, evidence=(TITLE, BODY)
    )
    lesson = LayoutLesson(
        lesson_id=f"lesson-{number}",
        publisher=PUBLISHER,
        learner_version=str(number),
        stored_count=40,
        read_count=21,
        unreadable_count=0,
        layouts=(layout,),
    )
    return Batch(batch_id=f"taught-{number}", kind=BatchKind.LAYOUTS, run_id="r", lessons=(lesson,))


def seed_of(number: int) -> SeedArticle:
    return seed_at(
        f"http://{PUBLISHER}/noticias/{number}.html", title=f"Barco {number}", body="Zarpa hoy. Vuelve ayer."
    )


def read_page(number: int, layout: str) -> Iterator[Batch]:
    """Load an article, and its page as a layout read it."""
    seed = seed_of(number)
    capture = make_capture(seed)
    yield make_batch(seed)
    page = make_page(seed, capture, layout=layout)
    yield make_page_batch(seed, capture, make_observation(capture), pages=(page,))


def publish_taught(home: Path) -> Path:
    """Publish three articles: two whose pages a learned layout read, and one that was read without."""
    batches = [batch for number in (1, 2) for batch in read_page(number, f"{PUBLISHER}.{LAYOUT}")]
    batches += [*read_page(3, "generic"), teach(1, name="learned_0"), teach(2)]
    rules = Batch(batch_id="moves", kind=BatchKind.MOVES, run_id="r", address_rules=(RULE,))
    publish_batches(home, [*batches, rules])
    return home
