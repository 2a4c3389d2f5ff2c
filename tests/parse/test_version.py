import ast
import hashlib
from pathlib import Path

from flows.parse import version

PARSE = Path(version.__file__).parent
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
NO_PART = {"version.py", "sandbox.py"}  # do not change what a page says


def digest_of_code() -> str:
    """Hash all modules of the parser without comments and docstrings."""
    digest = hashlib.sha256()
    for path in sorted(PARSE.rglob("*.py")):
        if path.name in NO_PART:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
                node.body.pop(0)
        digest.update(path.relative_to(PARSE).as_posix().encode() + ast.dump(tree).encode())
    return digest.hexdigest()[:16]


def test_a_change_of_the_parser_comes_with_a_new_version():
    found = digest_of_code()
    assert found == version.SOURCE_DIGEST, (
        "The parser's code has changed. If that can change what a page says, raise PARSER_VERSION in "
        f"flows/parse/version.py; in any case set SOURCE_DIGEST there to {found!r}."
    )
