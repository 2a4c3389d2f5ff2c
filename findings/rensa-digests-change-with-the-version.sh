#!/usr/bin/env bash
# One would guess: MinHash values with a fixed seed may be stored, and compared with those of a later version.
# What happens: for the same words, num_perm and seed, rensa 0.3, 0.4 and 0.5 give three different digests, no value of
#   which agrees: every pair of near-duplicates between stored and new sketches is lost without a word.
# So: the version is pinned, sketches carry SKETCH_VERSION, and a test holds the values.
# Seen with rensa 0.3.1, 0.4.1, 0.5.0 (RMinHash).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for version in 0.3.1 0.4.1 0.5.0; do
    python3 -m venv "$folder/$version"
    "$folder/$version/bin/pip" install --quiet --disable-pip-version-check "rensa==$version"
    "$folder/$version/bin/python" - >>"$folder/digests" <<'PY'
from rensa import RMinHash

sketch = RMinHash(num_perm=8, seed=42)
sketch.update(["bridge opens today", "opens today in", "today in Riverton"])
print(*sketch.digest())
PY
done
cat "$folder/digests"
python3 - "$folder/digests" <<'PY'
import sys
from itertools import combinations

digests = [set(line.split()) for line in open(sys.argv[1])]
shared = [len(left & right) for left, right in combinations(digests, 2)]
print("values that two versions share:", shared)
sys.exit(shared != [0, 0, 0])
PY
