"""Every command and query in README.md and the READMEs it leads to runs, and prints what they say it prints."""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.settings import Settings, known_settings

ROOT = Path(__file__).resolve().parents[1]
# In this order: later ones ask what the commands of earlier ones made.
PAGES = [
    ROOT / page
    for page in (
        "README.md",
        "flows/README.md",
        "flows/commands/README.md",
        "flows/existence/README.md",
        "flows/reconcile/README.md",
        "flows/fetch/README.md",
        "CONTRIBUTING.md",
    )
]
TEXTS = "\n".join(page.read_text("utf-8") for page in PAGES)
TIMED = re.compile(r"^Time .*$", re.MULTILINE)


def examples() -> list[tuple[str, str]]:
    """List (command, expected output) of all console blocks, in order; an empty output is not compared."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```", TEXTS, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def normalise(text: str) -> str:
    return "\n".join(line.rstrip() for line in TIMED.sub("Time", text).strip().splitlines())


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder that looks like a checkout to the commands, so that ./data is its own."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    return folder


@pytest.mark.timeout(400)
def test_the_commands_print_what_is_shown(checkout: Path, command: Callable[..., subprocess.CompletedProcess[str]]):
    for line, expected in examples():
        program, *arguments = shlex.split(line)
        assert program == "seedbank"
        done = command(*arguments, folder=checkout)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        if expected:
            assert normalise(done.stdout) == normalise(expected), line


def test_the_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^    make (\w+)", TEXTS, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_setting_is_listed_with_its_default():
    rows = dict(re.findall(r"^\| `(\w+)` \| `?([^|`]*?)`? ?\| ", TEXTS, re.MULTILINE))
    for name, setting in known_settings().items():
        assert setting.read(rows[name]) == getattr(Settings(), name), name


def test_every_command_is_listed():
    listed = set(re.findall(r"^\| `seedbank (\w+)", TEXTS, re.MULTILINE))
    assert listed == {path.stem for path in (ROOT / "flows" / "commands").glob("[a-z]*.py")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_first_screen_is_forty_lines():
    """What it is for, a picture, the commands, and one query with its answer."""
    screen = (ROOT / "README.md").read_text("utf-8").splitlines()[:40]
    text = "\n".join(screen)
    for part in ("![", "make run", "make test", "seedbank sql"):
        assert part in text, part
