import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.errors import MissingInputError
from flows.records import Rejection
from flows.seedfiles import SourceFile, find_sources

SEED = f"https://bao.example/a/1.html\n{'-' * 17}\nt\n{'-' * 17}\nb\n{'-' * 17}\n"


def names(folder: Path, *paths: Path) -> list[str]:
    """Path below the folder, with the reason where it was rejected."""
    shown = []
    for item in find_sources(paths or (folder,)):
        name = Path(item.source_path or "").relative_to(folder).as_posix()
        shown.append(name if isinstance(item, SourceFile) else f"{name}: {item.reason}")
    return shown


def test_a_tree_is_walked_in_sorted_order(tmp_path: Path):
    for name in ("b/2.txt", "b/10.txt", "a.txt", "c.txt", "b/a/1.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(SEED)
    assert names(tmp_path) == ["a.txt", "b/10.txt", "b/2.txt", "b/a/1.txt", "c.txt"]


def test_hidden_files_and_documentation_are_no_sources_unless_they_are_named(tmp_path: Path):
    for name in ("README.md", "README", "readme.txt", "LICENSE", "notes.md", ".hidden.txt", "~", "a.txt", "a.txt~"):
        (tmp_path / name).write_text(SEED)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text(SEED)
    assert names(tmp_path) == ["a.txt"]
    assert names(tmp_path, tmp_path / "README.md", tmp_path / ".hidden.txt") == ["README.md", ".hidden.txt"]


def test_a_folder_with_a_readme_and_one_seed_is_one_seed_and_no_rejection(tmp_path: Path, read: Callable[..., Any]):
    (tmp_path / "README.md").write_text("# Seeds")
    (tmp_path / "a.txt").write_text(SEED)
    seeds, rejections = read(tmp_path)
    assert (len(seeds), rejections) == (1, [])


def test_a_path_that_is_missing_is_said_before_anything_is_read(tmp_path: Path):
    (tmp_path / "a.txt").write_text(SEED)
    with pytest.raises(MissingInputError, match="no-such-folder"):
        next(find_sources([tmp_path, tmp_path / "no-such-folder"]))


def test_loops_of_links_links_out_of_the_folder_and_dead_links_are_rejections(tmp_path: Path):
    seeds = tmp_path / "seeds"
    (seeds / "in").mkdir(parents=True)
    (seeds / "in" / "a.txt").write_text(SEED)
    (tmp_path / "secret.txt").write_text("secret")
    (seeds / "in" / "up").symlink_to(seeds)
    (seeds / "self").symlink_to(seeds / "self")
    (seeds / "out.txt").symlink_to(tmp_path / "secret.txt")
    (seeds / "sibling").symlink_to(tmp_path / "seeds-other")
    (seeds / "dead").symlink_to(seeds / "gone")
    assert names(seeds) == [
        "dead: unreadable_file",
        "in/a.txt",
        "in/up: symlink_loop",
        "out.txt: unsafe_path",
        "self: symlink_loop",
        "sibling: unsafe_path",
    ]


def test_a_file_that_is_reached_twice_is_read_once(tmp_path: Path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.txt").write_text(SEED)
    (tmp_path / "c").symlink_to(tmp_path / "b")
    (tmp_path / "d.txt").symlink_to(tmp_path / "b" / "x.txt")
    assert names(tmp_path) == ["b/x.txt"]
    assert names(tmp_path, tmp_path, tmp_path / "b" / "x.txt", tmp_path) == ["b/x.txt"]


def test_the_named_folder_itself_may_be_a_link(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.txt").write_text(SEED)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names(tmp_path, tmp_path / "link") == ["link/x.txt"]


def test_pipes_and_sockets_are_rejected_and_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        assert names(tmp_path) == ["pipe.txt: unreadable_file", "s.txt: unreadable_file"]


def test_a_folder_that_may_not_be_read_is_a_rejection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "z.txt").write_text(SEED)
    scandir = os.scandir

    def refuse(path: Path) -> Any:  # noqa: ANN401  what os.scandir gives
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(tmp_path) == ["closed: unreadable_file", "z.txt"]


def test_a_file_that_goes_away_or_may_not_be_read_is_a_rejection(
    tmp_path: Path, read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "a.txt").write_text(SEED)
    (tmp_path / "b.txt").write_text(SEED)
    path_open = Path.open

    def refuse(self: Path, *args: str, **kwargs: int) -> Any:  # noqa: ANN401  what Path.open gives
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return path_open(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    seeds, rejections = read(tmp_path)
    assert len(seeds) == 1
    assert [(item.reason, item.detail) for item in rejections] == [("unreadable_file", "Permission denied")]


def test_a_signature_changes_when_the_file_does(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text(SEED)
    (before,) = find_sources([path])
    assert list(find_sources([path])) == [before]
    path.write_text(SEED + "\n")
    (after,) = find_sources([path])
    assert isinstance(before, SourceFile)
    assert isinstance(after, SourceFile)
    assert before.signature != after.signature


def test_a_tree_deeper_than_the_recursion_limit_is_walked(tmp_path: Path):
    folders = [tmp_path / "d"]
    for _ in range(1200):
        folders.append(folders[-1] / "d")
    for folder in folders:
        folder.mkdir()
    try:
        assert names(tmp_path) == []
    finally:
        for folder in reversed(folders):
            folder.rmdir()


def test_a_name_that_cannot_be_printed_is_shown_escaped(tmp_path: Path):
    (tmp_path / "a\nb.txt").write_text(SEED)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/c\xff.txt")).write_text(SEED)
    shown = [item.source_path for item in find_sources([tmp_path])]
    assert shown == [f"{tmp_path}/a\\nb.txt", f"{tmp_path}/c\\xff.txt"]
    assert not any(isinstance(item, Rejection) for item in find_sources([tmp_path]))
