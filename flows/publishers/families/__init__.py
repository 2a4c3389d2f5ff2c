"""Layouts of content management systems that several publishers share."""

from typing import Final

from flows.publishers.families import epi, vccorp

# A page of an unknown host may still be of a known family: the selectors that tell it, and the layouts.
FAMILIES: Final = (
    ("vccorp", ", ".join(vccorp.MARKS), vccorp.LAYOUTS),
    ("epi", ", ".join(epi.MARKS), epi.LAYOUTS),
)
