"""Rules that pairs of old address and new teach, and what they give for an article that is lost."""

import datetime as dt
import random
from dataclasses import replace

import pytest
from invented_site import Story, Write, moved, old_of, stories

from flows.addresses.moves import find_listed_names, give_addresses, learn_rules, take_listed
from flows.records import AddressRule, MovedArticle

SITE = "http://diario.example/"
ALL = list(stories())
LOST = ALL[-1]


def by_number(story: Story) -> str:
    return f"{SITE}noticia/{story.number}.html"


def learn(old: Write, new: Write, *, but: int = 1) -> tuple[AddressRule, ...]:
    return learn_rules("diario.example", moved(old, new)[:-but])


def given(rules: tuple[AddressRule, ...], old: Write, story: Story = LOST) -> list[str]:
    return [item.address for item in give_addresses(rules, old_of(story, old))]


@pytest.mark.parametrize(
    ("old", "new", "template"),
    [
        (by_number, lambda s: f"{SITE}n/{s.slug}-{s.number}/", "n/{title ascii -}-{name}/"),
        (by_number, lambda s: f"{SITE}{s.at:%Y/%m/%d}/{s.number}", "{day %Y}/{day %m}/{day %d}/{name}"),
        (by_number, lambda s: f"{SITE}ver.php?nota={s.number:09d}", "ver.php?nota={name pad 9}"),
        (
            lambda s: f"{SITE}{s.at:%d-%m-%y}/{s.slug}.asp",
            lambda s: f"{SITE}{s.at:%y%m%d}/{s.slug}.asp",
            "{day %y%m%d}/{name}{suffix}",
        ),
        (
            lambda s: f"{SITE}{s.section}/{s.slug}_{s.number}.php",
            lambda s: f"{SITE}{s.number}/{s.section}/{s.slug.upper()}",
            "{number last}/{folder 1}/{words - upper}",
        ),
    ],
)
def test_a_rule_names_the_pieces_that_a_new_address_is_made_of(old: Write, new: Write, template: str) -> None:
    (rule,) = learn(old, new)
    assert rule.template == f"{{scheme}}://{{host}}/{template}"
    assert (rule.support, rule.counter_count) == (len(ALL) - 1, 0)
    assert rule.examples[0].before.startswith(SITE)
    assert given((rule,), old) == [new(LOST)]


def test_what_is_asked_for_an_article_never_rests_on_the_article_itself() -> None:
    rules = learn(by_number, lambda s: f"{SITE}{s.slug}", but=len(ALL) - 2)
    assert rules == ()  # two pairs show no rule


def test_pairs_in_any_order_and_given_twice_teach_the_same() -> None:
    pairs = moved(by_number, lambda s: f"{SITE}{s.section}/{s.slug}-{s.number}")
    expected = learn_rules("diario.example", pairs)
    for seed in range(3):
        shuffled = random.Random(seed).sample(pairs, len(pairs))
        assert learn_rules("diario.example", [*shuffled, *shuffled]) == expected


def test_folders_that_got_another_name_are_known_each_by_those_that_show_it() -> None:
    names = {"cultura": "arte", "deportes": "estadio", "economia": "dinero"}

    def old(story: Story) -> str:
        return f"{SITE}{story.section}/{story.slug}.html"

    (rule,) = learn(old, lambda s: f"{SITE}{names[s.section]}/{s.slug}/")
    assert {(item.before, item.after) for item in rule.renamings} == set(names.items())
    assert all(item.support >= 7 for item in rule.renamings)
    assert given((rule,), old) == [f"{SITE}dinero/{LOST.slug}/"] or LOST.section != "economia"
    assert given((rule,), lambda s: f"{SITE}tiempo/{s.slug}.html") == []  # nobody showed what that became


def test_two_eras_have_a_rule_each_and_each_speaks_of_its_own() -> None:
    def new(story: Story) -> str:
        return (
            f"{SITE}archivo/{story.number}" if story.number < ALL[12].number else f"{SITE}{story.slug}-{story.number}"
        )

    rules = learn(by_number, new)
    assert {(rule.only_piece, rule.counter_count) for rule in rules} == {("number last", 0)}
    assert given(rules, by_number) == [new(LOST)]
    early = replace(ALL[0], number=ALL[0].number - 3)
    assert given(rules, by_number, early) == [new(early)]


def test_articles_that_went_elsewhere_by_chance_speak_against_a_rule_and_do_not_end_it() -> None:
    pairs = moved(by_number, lambda s: f"{SITE}{s.slug}")[:-1]
    strays = [MovedArticle(old=pair.old, new_url=f"http://otro.example/{n}") for n, pair in enumerate(pairs[::6])]
    (rule,) = learn_rules("diario.example", [*pairs, *strays])
    assert (rule.support, rule.counter_count, rule.only_piece) == (20, 4, "")
    assert rule.counter_examples[0].after.startswith("http://otro.example/")


@pytest.mark.parametrize(
    "new",
    [
        lambda s: f"{SITE}{(s.number * 7_368_787) % 900_001 + 99_999}",
        lambda s: f"http://s{s.number * 31 % 997}.example/{s.number * 17 % 9_973}",
        lambda _: f"{SITE}portada",
    ],
    ids=["numbers of its own", "anywhere", "all at one address"],
)
def test_where_nothing_follows_nothing_is_asked(new: Write) -> None:
    assert given(learn(by_number, new), by_number) == []


def test_the_same_place_spelt_otherwise_is_no_move_and_no_guess() -> None:
    assert learn(by_number, lambda s: by_number(s).replace("http://", "https://www.")) == ()
    rules = learn(lambda s: f"{SITE}a/{s.slug}", lambda s: f"{SITE}b/{s.slug}")
    assert given(rules, lambda s: f"{SITE}b/{s.slug}") == []


def test_a_day_that_is_not_known_is_not_guessed() -> None:
    rules = learn(by_number, lambda s: f"{SITE}{s.at:%Y/%m/%d}/{s.number}")
    lost = replace(old_of(LOST, by_number), published_at=None)
    assert give_addresses(rules, lost) == ()


def test_days_are_by_the_clock_of_the_site() -> None:
    def new(story: Story) -> str:
        return f"{SITE}{story.at + dt.timedelta(hours=-11):%Y/%m/%d}/{story.number}"

    (rule,) = learn(by_number, new)
    assert given((rule,), by_number) == [new(LOST)]


def test_a_number_that_nothing_tells_is_left_to_the_sitemap() -> None:
    def new(story: Story) -> str:
        return f"{SITE}{story.slug}-{story.number * 7_368_787 % 900_001 + 99_999}.html"

    rules, lost = learn(by_number, new), old_of(LOST, by_number)
    assert give_addresses(rules, lost) == ()
    names = find_listed_names(rules, lost)
    assert list(names) == [LOST.slug]
    listed = take_listed(names, lost, [new(ALL[3]), new(LOST)])
    assert [(item.address, item.rule_id) for item in listed] == [(new(LOST), rules[0].rule_id)]


def test_an_address_that_was_asked_is_not_given_again() -> None:
    rules = learn(by_number, lambda s: f"{SITE}{s.slug}")
    assert give_addresses(rules, old_of(LOST, by_number), but={f"{SITE}{LOST.slug}"}) == ()
