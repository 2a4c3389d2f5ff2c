import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # parser_fuzzing stands beside the tests
