"""Rules that changed without a new version would mix old and new results in one warehouse."""

import hashlib
import json
import pathlib

import flows
from flows.reconcile.reconcile import RULES_VERSION

FIXTURE = pathlib.Path(__file__).parents[1] / "fixtures" / "reconcile" / "rules_version.json"
# These decide nothing of a reconciliation.
OTHERS = {"urls.py", "wordings.py", "existence.py", "origin.py", "__init__.py"}


def digest_rules() -> str:
    """Hash what the rules' sources say, without white space, comments and blank lines."""
    root = pathlib.Path(flows.__file__).parent
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted([*(root / "text").glob("*.py"), *(root / "reconcile").glob("*.py")]):
        if path.name not in OTHERS:
            lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
            code = "".join("".join(line.split()) for line in lines if line and not line.startswith("#"))
            digest.update(f"{path.name}:{code}".encode())
    return digest.hexdigest()


def test_a_change_of_the_rules_raises_their_version():
    """Raise RULES_VERSION if a result can differ; then write the new pair into the fixture."""
    known = json.loads(FIXTURE.read_text("utf-8"))
    assert {"version": RULES_VERSION, "digest": digest_rules()} == known
