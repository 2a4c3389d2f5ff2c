"""Learn where the articles of publishers went, at the end of a run, for the runs after it."""

import asyncio
from collections.abc import Iterator, Sequence

from flows.addresses.moves import MOST_PAIRS, MOVES_VERSION, give_addresses, learn_rules
from flows.batches.boundary import or_else
from flows.batches.rule_book import open_rule_book
from flows.records import AddressRule, AddressTry, Batch, BatchKind, OldArticle, content_id
from flows.runs.interrupts import is_stopping
from flows.runs.run import Run
from warehouse.load.batch_files import write_batch
from warehouse.read.moves import PublisherMoves, find_moving, read_given, read_moves, read_rules


async def learn_moves(run: Run) -> None:
    """Learn the rules of publishers of which an article was found anew since the last publish; load what changed.

    Where they did, the addresses that they give for articles that are gone are written down too, as yet to be asked:
    so those are due at once, and no other.
    """
    known, book = read_rules(run.connection), open_rule_book(run.connection)
    publishers = {name for name, rules in known.items() if any(item.rule.version != MOVES_VERSION for item in rules)}
    publishers |= set(find_moving(run.connection, since_load_no=run.published_load_no))
    if not publishers or is_stopping():
        return
    rules: list[AddressRule] = []
    tries: list[AddressTry] = []
    for moves in read_moves(run.connection, publishers, most=MOST_PAIRS):
        learned = await or_else(
            (), asyncio.to_thread(learn_rules, moves.publisher, moves.moved), what="address rules", url=moves.publisher
        )
        if learned and set(learned) != {item.rule for item in known.get(moves.publisher, ())}:
            rules += learned
            worth = [rule for rule in learned if book.is_worth(rule.rule_id)]
            tries += await asyncio.to_thread(_promise, run, worth, moves)
    if rules:
        await run.load([await asyncio.to_thread(write_batch, run.settings.batches, _batch(run, rules, tries))])


def _batch(run: Run, rules: Sequence[AddressRule], tries: Sequence[AddressTry]) -> Batch:
    return Batch(
        batch_id=content_id(BatchKind.MOVES, run.run_id, *map(repr, rules)),
        kind=BatchKind.MOVES,
        run_id=run.run_id,
        address_rules=tuple(rules),
        address_tries=tuple(tries),
    )


def _promise(run: Run, rules: Sequence[AddressRule], moves: PublisherMoves) -> list[AddressTry]:
    """Give the addresses that rules have for articles that are gone, and that no rule gave before."""
    given = read_given(run.connection, [old.article_id for old in moves.gone])
    return [item for item in _give(rules, moves.gone) if (item.article_id, item.address) not in given]


def _give(rules: Sequence[AddressRule], gone: Sequence[OldArticle]) -> Iterator[AddressTry]:
    for old in gone:
        for item in give_addresses(rules, old):
            yield item.tried_by(None)
