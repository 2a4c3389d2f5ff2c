"""A WordPress on loopback, from Debian's packages, with a database of its own: nothing of the machine is touched."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import urlopen

HERE: Final = Path(__file__).parent
SOURCE: Final = Path("/usr/share/wordpress")
PROGRAMS: Final = ("php", "mariadbd", "mariadb-install-db", "mariadb")
PACKAGES: Final = (
    "wordpress wordpress-theme-twentytwentyone wordpress-theme-twentytwentytwo php-cli php-mysql mariadb-server"
)
HOST: Final = "127.0.9.81"
PATIENCE: Final = 90.0  # seconds, on a busy machine
CONFIG: Final = """<?php
define('DB_NAME', 'blog'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', ''); $table_prefix = 'wp_';
define('WP_HOME', 'http://{host}'); define('WP_SITEURL', 'http://{host}');
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""


def missing() -> str:
    """Say what is not installed; empty where all is."""
    programs = [name for name in PROGRAMS if find(name) is None]
    absent = [*programs, *([] if (SOURCE / "wp-load.php").exists() else [str(SOURCE)])]
    return f"{', '.join(absent)} not here (apt-get install {PACKAGES})" if absent else ""


def find(name: str) -> str | None:
    """Find a program, also where only root looks for it."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@dataclass(frozen=True, slots=True)
class Blog:
    """A running WordPress."""

    root: Path
    host: str  # with its port

    def act(self, *actions: dict[str, Any]) -> list[dict[str, Any]]:
        """Do what an editor does; gives id and address of each post."""
        done = self._php(json.dumps(actions))
        found: list[dict[str, Any]] = json.loads(done)
        return found

    def install(self) -> None:
        """Make the tables and the first user."""
        self._php("", BLOG_IS_NEW="1")

    def _php(self, said: str, **environment: str) -> str:
        given = {**os.environ, "BLOG_ROOT": str(self.root), "BLOG_HOST": self.host, **environment}
        command = ["php", "-d", "display_errors=stderr", str(HERE / "actions.php")]
        done = subprocess.run(
            command, input=said, env=given, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def running(folder: Path) -> Iterator[Blog]:
    """Run a WordPress whose files and database lie in a folder."""
    root, data = folder / "html", folder / "data"
    shutil.copytree(SOURCE, root, ignore=shutil.ignore_patterns("wp-config.php"))
    sock = folder / "db.sock"
    with ExitStack() as stack:
        user = ["--user=root"] if os.getuid() == 0 else []
        data.mkdir()
        make = [
            find("mariadb-install-db"),
            "--no-defaults",
            f"--datadir={data}",
            "--auth-root-authentication-method=normal",
            *user,
        ]
        subprocess.run(make, check=True, capture_output=True, timeout=PATIENCE)
        serve = [find("mariadbd"), "--no-defaults", f"--datadir={data}", f"--socket={sock}", "--skip-networking", *user]
        stack.enter_context(
            _process([*serve, "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0"], folder / "db.log")
        )
        _until(lambda: _asks(sock), folder / "db.log")
        with socket.socket() as free:
            free.bind((HOST, 0))
            host = f"{HOST}:{free.getsockname()[1]}"
        (root / "wp-config.php").write_text(CONFIG.format(socket=sock, host=host))
        blog = Blog(root, host)
        blog.install()
        stack.enter_context(
            _process(["php", "-S", host, "-t", str(root), str(HERE / "router.php")], folder / "php.log")
        )
        _until(lambda: _answers(host), folder / "php.log")
        yield blog


@contextmanager
def _process(command: Sequence[str | None], log: Path) -> Iterator[None]:
    with log.open("wb") as file:
        process = subprocess.Popen([str(part) for part in command], stdout=file, stderr=subprocess.STDOUT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _until(is_ready: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not is_ready():
        assert time.monotonic() < end, log.read_text("utf-8", "replace")[-2000:]
        time.sleep(0.1)


def _asks(sock: Path) -> bool:
    command = ["mariadb", "--no-defaults", f"--socket={sock}", "-uroot", "-e", "create database if not exists blog"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _answers(host: str) -> bool:
    try:
        with urlopen(f"http://{host}/?p=0", timeout=PATIENCE):
            return True
    except HTTPError:
        return True
    except OSError:
        return False
