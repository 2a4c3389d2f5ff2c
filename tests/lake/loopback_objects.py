"""An S3 server on loopback."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from loopback_cluster import free_port

START_SECONDS = 60


@contextlib.contextmanager
def serve_objects() -> Iterator[dict[str, str]]:
    """Start an S3 server with a bucket `seedbank`. Gives the variables that its clients read."""
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    program = Path(sys.executable).with_name("moto_server")
    with subprocess.Popen(
        [program, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            end = time.monotonic() + START_SECONDS
            while time.monotonic() < end:
                with contextlib.suppress(URLError, ConnectionError, TimeoutError):
                    urlopen(Request(f"{endpoint}/seedbank", method="PUT"), timeout=5).close()  # noqa: S310 - loopback
                    break
                time.sleep(0.1)  # it says by answering that it is ready
            else:
                pytest.fail("the S3 server did not answer")
            yield {
                "AWS_ACCESS_KEY_ID": "key",
                "AWS_SECRET_ACCESS_KEY": "s3cret-of-the-test",
                "AWS_REGION": "us-east-1",
                "AWS_ENDPOINT_URL": endpoint,
            }
        finally:
            server.kill()
