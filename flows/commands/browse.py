"""`seedbank browse`: look at the published snapshot in a web browser."""

import socket
from pathlib import Path

import click

from flows.commands import _options
from flows.errors import UsageError
from flows.settings import read_settings
from flows.show.language import LANGUAGES

LOOPBACK = "127.0.0.1"


def _bind(port: int) -> socket.socket:
    """Take a port of loopback; no other machine can reach it."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((LOOPBACK, port))
    except OSError as error:
        taken.close()
        raise UsageError(f"Port {port} cannot be used ({error.strerror}); name another with --port.") from error
    return taken


@click.command("browse")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8021, show_default=True, help="Port on loopback; 0 takes any."
)
@_options.language_option(
    default=None, help_text="Language of the pages whose address names none.  [default: what the browser wishes]"
)
@_options.home_option
def command(*, port: int, lang: str | None, home: Path | None) -> None:
    """Serve the published snapshot on this machine until Ctrl-C: search, filters, each article with its evidence.

    It listens on loopback only, reads the snapshot only, and shows a newer one as soon as it is published.
    """
    import uvicorn  # noqa: PLC0415 - imported when the command needs it

    from flows.show.browse import make_app  # noqa: PLC0415 - the same
    from warehouse.database.connect import open_published  # noqa: PLC0415 - the same

    folder = read_settings(home=home).home
    open_published(folder).close()  # a sentence now where nothing is published, not a page later
    taken = _bind(port)
    app = make_app(folder, LANGUAGES[lang] if lang else None)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    taken.listen()  # from here on who comes waits; the server takes a moment to start
    click.echo(f"http://{LOOPBACK}:{taken.getsockname()[1]}/  (Ctrl-C ends it)")
    try:
        uvicorn.Server(config).run(sockets=[taken])
    except KeyboardInterrupt:  # uvicorn gives the signal on when it has ended; it is how this command ends
        return
