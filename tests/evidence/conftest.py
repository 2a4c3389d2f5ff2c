import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "show"))

from show_corpus import Corpus, make_corpus


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Fetch, read, reconcile and publish the small corpus once; tests only read it."""
    return make_corpus(tmp_path_factory.mktemp("evidence"))
