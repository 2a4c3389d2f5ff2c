"""Layouts that pages and their seeds teach: pairs of a host go in, a publisher file that a person can review comes out.

Wrapper induction (Kushmerick 1997): the seeds are the labels. `page_labels` finds where on one page the seed stands,
`learn` keeps the selectors that many pages support and few speak against, `publisher_file` writes them down.
"""

from flows.layouts.learn import LEARNER_VERSION, continue_layouts, learn_from_labels, learn_layouts
from flows.layouts.page_labels import PageLabels, Sample, label_page
from flows.layouts.publisher_file import write_publisher_file

__all__ = [
    "LEARNER_VERSION",
    "PageLabels",
    "Sample",
    "continue_layouts",
    "label_page",
    "learn_from_labels",
    "learn_layouts",
    "write_publisher_file",
]
