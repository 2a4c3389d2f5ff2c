"""Rewriting rules of a host's addresses: pairs of old address and new go in, rules and what they give come out.

Program synthesis over the parts of addresses, as Dasgupta, Kumar and Sasturkar (KDD 2008, "De-duping URLs via rewrite
rules") and FlashFill (Gulwani 2011) do it: `parts` takes an address apart, `pieces` says what an old address and its
seed hold to build a new one of, `expressions` explains a part of a new address by pieces, `learn` keeps what many
pairs support and few contradict, `use` gives the addresses that rules have for a lost article. What a rule gives is a
guess like any other: it counts only where its page matches the seed (flows.existence.verdict).
"""

from flows.addresses.moves.learn import MOST_PAIRS, MOVES_VERSION, learn_rules
from flows.addresses.moves.use import find_listed_names, give_addresses, take_listed

__all__ = ["MOST_PAIRS", "MOVES_VERSION", "find_listed_names", "give_addresses", "learn_rules", "take_listed"]
