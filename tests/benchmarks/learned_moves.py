"""Rewriting rules of addresses that are learned from articles which were found, on invented histories of sites.

Of each site some articles were found at their new address; the others are lost, and are looked for where the rules say,
at most two addresses each. A site's new addresses are known: what is asked and is none costs a request, what is asked
and is another article's is wrong. Where a rule leaves the number to the sitemap, an address listed under the name that
the rule gives is asked.
"""

import random
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

from _invented_moves import KINDS, Kind, Story, tell_stories

from flows.addresses.links import split_address
from flows.addresses.moved import find_slug
from flows.addresses.moves import find_listed_names, give_addresses, learn_rules
from flows.addresses.urls import canonicalise
from flows.records import AddressRule, MovedArticle, OldArticle, content_id

LOST = 30
LEAST_FOUND, MOST_REQUESTS = 0.95, 1.3


class Score(NamedTuple):
    """What came of the lost articles of a site."""

    lost: int
    asked: int
    found: int
    wrong: int
    rules: int


def old_of(kind: Kind, story: Story) -> OldArticle:
    """Give an article as its seed has it."""
    url = kind.write_old(story)
    return OldArticle(article_id=content_id(kind.name, url), url=url, title=story.title, published_at=story.at)


def ask(rules: Sequence[AddressRule], lost: OldArticle, listed: dict[str, str]) -> list[str]:
    """List the addresses to ask for a lost article, in turn."""
    addresses = [given.address for given in give_addresses(rules, lost)]
    addresses += [listed[name] for name in find_listed_names(rules, lost) if name in listed]
    return list(dict.fromkeys(addresses))


def score_kind(kind: Kind, seed: int) -> Score:
    """Play one history."""
    draw = random.Random(seed)
    stories = list(tell_stories(kind, kind.found + LOST, draw))
    draw.shuffle(stories)
    truth = {str(canonicalise(kind.write_new(story))): story for story in stories}
    pairs = [MovedArticle(old=old_of(kind, story), new_url=kind.write_new(story)) for story in stories[: kind.found]]
    noisy = [
        MovedArticle(old=pair.old, new_url=f"http://else.example/x/{draw.randint(1, 10**9)}")
        if draw.random() < kind.noise
        else pair
        for pair in pairs
    ]
    rules = learn_rules("a.example", noisy)
    assert rules == learn_rules("a.example", draw.sample(noisy, len(noisy)))
    listed = {str(find_slug(split_address(url).path)): url for url in truth} if kind.needs_listing else {}
    asked = found = wrong = 0
    for story in stories[kind.found :]:
        for address in ask(rules, old_of(kind, story), listed):
            asked += 1
            wrong += address in truth and truth[address] is not story
            if truth.get(address) is story:
                found += 1
                break
    return Score(LOST, asked, found, wrong, len(rules))


def main() -> int:
    """Print a table; 1 where a figure is missed."""
    started = time.process_time()
    scores = [(kind, score_kind(kind, seed)) for kind in KINDS for seed in (11, 12, 13)]
    for kind in KINDS:
        of_kind = [score for other, score in scores if other.name == kind.name]
        sums = [sum(score[place] for score in of_kind) for place in range(5)]
        print(f"{kind.name:36} lost {sums[0]:3} asked {sums[1]:3} found {sums[2]:3} wrong {sums[3]} rules {sums[4]}")
    telling = [score for kind, score in scores if kind.follows]
    silent = [score for kind, score in scores if not kind.follows]
    found = sum(score.found for score in telling)
    share = found / sum(score.lost for score in telling)
    requests = sum(score.asked for score in telling) / max(1, found)
    wrong, idle = sum(score.wrong for _, score in scores), sum(score.asked for score in silent)
    count = sum(kind.follows for kind in KINDS)
    print(f"{count} kinds that follow: {share:.4f} found, {requests:.3f} requests for each found, {wrong} wrong")
    print(f"{len(silent) // 3} kinds where nothing follows: {idle} requests")
    print(f"{time.process_time() - started:.1f} s of CPU")
    return int(share < LEAST_FOUND or requests > MOST_REQUESTS or wrong > 0 or idle > 0)


if __name__ == "__main__":
    sys.exit(main())
