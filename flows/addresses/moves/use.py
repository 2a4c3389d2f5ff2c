"""Use rules: the addresses that they give for a lost article, and the names that sitemaps may list it by."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from flows.addresses.links import split_address
from flows.addresses.moved import find_slug
from flows.addresses.moves.expressions import UNKNOWN, fill, pieces_in
from flows.addresses.moves.narrow import is_in_scope
from flows.addresses.moves.parts import AddressParts, take_apart
from flows.addresses.moves.pieces import read_pieces
from flows.addresses.urls import canonicalise
from flows.records import AddressRule, OldArticle, RuleAddress

MOST_GIVEN = 2  # addresses for one article
_SOME_NUMBER = "1000000"  # stands for a number that only a sitemap knows


def give_addresses(
    rules: Sequence[AddressRule], lost: OldArticle, *, but: Collection[str] = ()
) -> tuple[RuleAddress, ...]:
    """Give the addresses that rules, best first, have for a lost article: at most two, never its own, none of `but`."""
    old = take_apart(lost.url)
    given: dict[str, RuleAddress] = {}
    for rule, filled in _filled(rules, lost, old, None):
        address = canonicalise(filled)
        new = take_apart(filled)
        is_another = new is not None and old is not None and new.place != old.place
        if address is not None and is_another and address not in but:
            given.setdefault(address, _give(rule, lost, address))
    return tuple(given.values())[:MOST_GIVEN]


def find_listed_names(rules: Sequence[AddressRule], lost: OldArticle) -> dict[str, AddressRule]:
    """Give the names that new addresses of a lost article have, by rules that leave a part of them to a sitemap."""
    found: dict[str, AddressRule] = {}
    for rule, filled in _filled(rules, lost, take_apart(lost.url), _SOME_NUMBER):
        name = find_slug(split_address(filled).path)
        if name is not None and UNKNOWN in pieces_in(rule.template):
            found.setdefault(name, rule)
    return found


def take_listed(
    names: Mapping[str, AddressRule], lost: OldArticle, addresses: Sequence[str]
) -> tuple[RuleAddress, ...]:
    """Give those of the addresses that sitemaps list which have a name that a rule gave."""
    named = ((address, names.get(find_slug(split_address(address).path) or "")) for address in addresses)
    return tuple(_give(rule, lost, address) for address, rule in named if rule is not None)


def _give(rule: AddressRule, lost: OldArticle, address: str) -> RuleAddress:
    return RuleAddress(rule_id=rule.rule_id, article_id=lost.article_id, address=address, sentence=rule.sentence)


def _filled(
    rules: Sequence[AddressRule], lost: OldArticle, old: AddressParts | None, unknown: str | None
) -> Iterator[tuple[AddressRule, str]]:
    """Fill the templates of the rules that speak of an article's old address and lack nothing."""
    speaking = [rule for rule in rules if old is not None and rule.form == old.form]
    if not speaking or old is None:
        return
    pieces = read_pieces(old, lost.title, lost.published_at)
    for rule in speaking:
        is_spoken_of = is_in_scope(pieces, rule.only_piece, rule.only_values)
        renamed = {(item.piece, item.before): item.after for item in rule.renamings}
        filled = fill(rule.template, pieces, renamed, unknown=unknown) if is_spoken_of else None
        if filled is not None:
            yield rule, filled
