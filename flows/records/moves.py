"""What the articles that were found again teach: how the addresses of a host were rewritten."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OldArticle:
    """An article at its old address, with what a new one may be made of."""

    article_id: str
    url: str
    title: str | None
    published_at: dt.datetime | None  # None too where no more than the month is sure


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedArticle:
    """A verified pair: an article, and the address where it was found."""

    old: OldArticle
    new_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPair:
    """An old address with a new one."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """What one value of a piece of old addresses became: a folder with another name."""

    piece: str
    before: str
    after: str
    support: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRule:
    """A rewriting rule of a host. `template` is the new address, with pieces of the old one and of the seed in braces.

    It speaks of old addresses of one form: of this host, with so many folders and these parameters.
    """

    rule_id: str  # content_id of publisher, form and template
    publisher: str
    host: str  # of the old addresses, without www. and its like
    folder_count: int
    parameters: tuple[str, ...]  # names of the query's parameters, sorted
    template: str
    only_piece: str  # the rule speaks only of old addresses with one of `only_values` here; empty for all of the form
    only_values: tuple[str, ...]
    renamings: tuple[Renaming, ...]
    support: int  # pairs that it explains
    counter_count: int  # pairs that it speaks of and that went elsewhere
    examples: tuple[AddressPair, ...]
    counter_examples: tuple[AddressPair, ...]  # `after` is where the article was found
    version: str  # of the code that learned it

    @property
    def form(self) -> tuple[str, int, tuple[str, ...]]:
        """Name the form of the old addresses that it speaks of."""
        return self.host, self.folder_count, self.parameters

    @property
    def sentence(self) -> str:
        """Say the rule in a line."""
        folders = "".join(f"{{folder {number}}}/" for number in range(1, self.folder_count + 1))
        query = "&".join(f"{name}={{query {name}}}" for name in self.parameters)
        only = f" where {self.only_piece} is {' or '.join(self.only_values)}" if self.only_piece else ""
        return f"{self.host}/{folders}{{name}}{{suffix}}{'?' if query else ''}{query}{only} became {self.template}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressTry:
    """An address that a rule gave for a lost article, with the capture that asked it; None while nobody did."""

    rule_id: str
    article_id: str
    address: str
    capture_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAddress:
    """An address that a rule gives for a lost article."""

    rule_id: str
    article_id: str
    address: str
    sentence: str  # the rule, for people

    def tried_by(self, capture_id: str | None) -> AddressTry:
        """Say by which capture it was asked."""
        return AddressTry(rule_id=self.rule_id, article_id=self.article_id, address=self.address, capture_id=capture_id)
