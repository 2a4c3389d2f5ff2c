"""What a pair comes to is the same in every process: Python salts the hashes of words anew in each."""

import os
import subprocess
import sys

ALIGN_MOVED_AND_EDITED = """
import random
from flows.reconcile.align import align
chance = random.Random(3)
words = [f"tiếng{number}" for number in range(30)]
seed = [" ".join(chance.choices(words, k=14)) for _ in range(300)]
page = [" ".join([*text.split()[:-4], *chance.choices(words, k=4)]) for text in seed]
chance.shuffle(page)
print(align(seed, page))
"""


def test_ties_between_words_are_broken_the_same_way_in_every_process():
    told = {
        subprocess.run(
            [sys.executable, "-c", ALIGN_MOVED_AND_EDITED],
            env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for salt in ("1", "2", "3")
    }
    assert len(told) == 1
