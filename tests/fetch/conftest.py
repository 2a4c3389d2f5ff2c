"""Let the tests of this folder share what test_warc.py makes: test folders are no packages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
