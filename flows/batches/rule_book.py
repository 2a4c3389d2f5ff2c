"""The rules of addresses that a run goes by: those of its beginning, each given up where it finds next to nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from flows.addresses.moves import MOVES_VERSION
from flows.records import AddressRule, AddressTry
from warehouse.read.moves import read_rules

# A rule of which so many addresses were asked, and no such share of them found, is used no more: the rest of what it
# speaks of is gone. The macro address_rules of the warehouse says the same of the runs before.
FIRST_TRIES = 10
LEAST_HITS = 0.1


@dataclass(slots=True, kw_only=True)
class RuleBook:
    """Rules by publisher, the surest first, and what became of the addresses that they gave, in all runs."""

    rules: Mapping[str, Sequence[AddressRule]]
    tried: Counter[str] = field(default_factory=Counter)  # by rule_id
    found: Counter[str] = field(default_factory=Counter)

    def rules_of(self, publisher: str) -> list[AddressRule]:
        """Give the rules of a publisher that are worth asking."""
        return [rule for rule in self.rules.get(publisher, ()) if self.is_worth(rule.rule_id)]

    def is_worth(self, rule_id: str) -> bool:
        """Tell whether a rule has found enough of what was asked by it, or has not been asked often."""
        tried = self.tried[rule_id]
        return tried < FIRST_TRIES or self.found[rule_id] >= LEAST_HITS * tried

    def note(self, tries: Sequence[AddressTry], found: set[str]) -> None:
        """Take down what was asked, and the captures that showed their article."""
        self.tried.update(item.rule_id for item in tries)
        self.found.update(item.rule_id for item in tries if item.capture_id in found)


def open_rule_book(connection: duckdb.DuckDBPyConnection) -> RuleBook:
    """Open the rules that this version learned, for one run."""
    known = {
        publisher: [item for item in rules if item.rule.version == MOVES_VERSION]
        for publisher, rules in read_rules(connection).items()
    }
    every = [item for rules in known.values() for item in rules]
    return RuleBook(
        rules={publisher: tuple(item.rule for item in rules) for publisher, rules in known.items()},
        tried=Counter({item.rule.rule_id: item.tried_count for item in every}),
        found=Counter({item.rule.rule_id: item.found_count for item in every}),
    )
