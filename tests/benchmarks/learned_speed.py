"""What learned layouts cost: reading a page with one against the file written by hand, and learning a publisher.

Printed pages of each fixture and of the generated templates are read with what twenty others taught. For learning, as
many pages are labelled as a run labels of one publisher, however many it has.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence

from learned_layouts import FIXTURES, READ, Printed, hide_publishers, learn_from, print_fixture

from flows.batches.layouts import MOST_READ
from flows.layouts import learn_from_labels
from flows.layouts.page_labels import Sample, label_page
from flows.parse.page import parse_page
from flows.records import PublisherLayouts

ROUNDS = 7
MOST_SECONDS = 30.0  # of CPU for a publisher
AS_FAST = 1.05  # times; less cannot be told apart here
HEADERS = {"content-type": "text/html; charset=utf-8"}


def best(run: Callable[[], object]) -> float:
    """Return the shortest of some runs, in ms of CPU."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return min(times) * 1000


def read_all(pages: Sequence[Printed], layouts: PublisherLayouts | None) -> None:
    """Read some pages, each with its seed, as a run does."""
    for page in pages:
        parse_page(page.markup.encode(), url=page.url, headers=HEADERS, seed=page.seed(), layouts=layouts)


def time_reading() -> list[float]:
    """Give for each fixture how many times as long it takes to read with a learned layout as with the file."""
    ratios = []
    for name in sorted(path.stem for path in FIXTURES.glob("*.json")):
        pages = [print_fixture(name, number) for number in range(20 + READ)]
        layouts = PublisherLayouts(publisher="learned.example", layouts=learn_from(pages[:20]))
        by_hand = best(lambda pages=pages: read_all(pages[20:], None))
        with hide_publishers():
            learned = best(lambda pages=pages, layouts=layouts: read_all(pages[20:], layouts))
        ratios.append(learned / by_hand)
        print(f"{name:34} by hand {by_hand / READ:6.2f} ms a page, learned x {ratios[-1]:.2f}")
    return ratios


def time_learning(name: str) -> float:
    """Give the seconds of CPU that learning from as many pages takes as are read of one publisher."""
    pages = [print_fixture(name, number) for number in range(MOST_READ)]
    samples = [Sample(page.markup, page.seed()) for page in pages]
    started = time.process_time()
    labelled = {sample.seed.identity.article_id: label_page(sample) for sample in samples}
    layouts = learn_from_labels({key: found for key, found in labelled.items() if found is not None})
    seconds = time.process_time() - started
    print(f"learning {name} from {len(pages)} pages: {seconds:.1f} s of CPU, {len(layouts)} layouts")
    return seconds


def main() -> int:
    """Print each ratio and their middle; 1 where reading is slower than by hand or learning takes too long."""
    ratios = time_reading()
    middle = statistics.median(ratios)
    print(f"all together: a page read with a learned layout takes {middle:.2f} times as long as by hand (median)")
    seconds = time_learning("vnexpress")
    return int(middle > AS_FAST or seconds > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
