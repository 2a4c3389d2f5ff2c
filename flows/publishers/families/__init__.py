"""Layouts of content management systems that several publishers share."""

from typing import Final

from flows.publishers.families import epi, vccorp

# A page of an unknown host may still be of a known family: the selectors that tell it, and the layouts.
FAMILIES: Final = (
    ("vccorp", ", ".join(vccorp.MARKS), vccorp.LAYOUTS),
    ("epi", ", ".join(epi.MARKS), epi.LAYOUTS),
)
# Where a family lists the articles of a month, by the ending of its addresses.
SITEMAPS_BY_PATH: Final = (*epi.SITEMAPS_BY_PATH,)
# What stands on a family's page for what it does not have: expressions on lower-case markup, all of which are found.
ERROR_PAGES: Final = (("epi", epi.ERROR_PAGE, "vietnamese-news §2.5"),)
