"""Articles of an invented site, with old and new addresses, for the tests of rules."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flows.records import MovedArticle, OldArticle

SUBJECTS = ("El puente viejo", "La feria de abril", "Una niña de Ávila", "El año del maíz", "Los peñascos de Cádiz")
DEEDS = ("abre otra vez sus puertas", "reúne a los vecinos", "espera la lluvia", "cambia de dueño", "llega a la costa")
SECTIONS = ("cultura", "deportes", "economia")
FIRST_DAY = dt.datetime(2011, 2, 3, 9, 30, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Story:
    number: int
    title: str
    slug: str
    section: str
    at: dt.datetime


def stories() -> Iterator[Story]:
    """Tell of 25 articles, a month and a day after one another."""
    place = 0
    for subject in SUBJECTS:
        for deed in DEEDS:
            title = f"{subject} {deed}"
            slug = title.lower().translate(str.maketrans("áéíóúñ ", "aeioun-"))
            at = FIRST_DAY + dt.timedelta(days=32 * place)
            yield Story(48_210 + 37 * place, title, slug, SECTIONS[place % 3], at)
            place += 1


Write = Callable[[Story], str]


def old_of(story: Story, old: Write) -> OldArticle:
    return OldArticle(
        article_id=f"{story.number * 7919:016x}", url=old(story), title=story.title, published_at=story.at
    )


def moved(old: Write, new: Write) -> list[MovedArticle]:
    return [MovedArticle(old=old_of(story, old), new_url=new(story)) for story in stories()]
