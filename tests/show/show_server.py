"""The browser's pages, served on loopback as `seedbank browse` serves them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from flows.show.browse import make_app
from flows.show.language import Language


@contextmanager
def serve(home: Path, language: Language | None = None) -> Iterator[str]:
    """Serve a home folder for the length of the block; give the address."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()  # who comes before the server has started waits
    # A connection that the server closes while the client sends is an error to the client, not to a browser.
    config = uvicorn.Config(
        make_app(home, language), log_level="warning", access_log=False, server_header=False, timeout_keep_alive=600
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        taken.close()
