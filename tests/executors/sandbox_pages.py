"""A page parser for children of the sandbox that dies where a test asks it to."""

import ctypes
import os
import signal

from flows.parse.page import parse_page

Job = tuple[str, bytes]  # what it is, and its payload
MEMORY = 2 << 30  # bytes of address space of a child


def read_or_die(job: Job) -> str:
    """Return the title and the number of blocks of a page, or die as its name says."""
    name, payload = job
    if name == "segfault":
        ctypes.string_at(0)
    elif name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif name == "out_of_memory":
        bytearray(2 * MEMORY)
    elif name == "hang":
        signal.pause()
    page = parse_page(payload, url="https://bao.example/con-do-1.html", headers={"content-type": "text/html"})
    return f"{page.title}: {len(page.blocks)}"
