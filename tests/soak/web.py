"""A small web of many hosts on loopback for the soak: most pages stand, some were edited, went, fail or are slow.

    python tests/soak/web.py [LOG] [SLOW_SECONDS]  # prints its port, serves until standard input closes

LOG gets each path; a slow page takes SLOW_SECONDS, 2 unless told otherwise.

What a page is depends on its number alone, so the soak knows what every address must come to.
"""

import asyncio
import re
import sys
from functools import partial

SLOW_SECONDS = 2.0
STATUS = {200: "OK", 404: "Not Found", 503: "Service Unavailable"}


def text_of(number: int) -> str:
    """Write the text of an article, as the seed has it."""
    return " ".join(
        f"Ngày {day}/10, tổ {number % 97} của xã số {day} trồng thêm {day * 7 + number % 13} ha rừng phòng hộ."
        for day in range(1, 12)
    )


def fate_of(number: int) -> str:
    """Say what became of a page: of 20, 15 stand, 2 are edited, 1 is gone, 1 fails, 1 is slow."""
    return {0: "gone", 1: "fails", 2: "slow", 3: "edited", 4: "edited"}.get(number % 20, "stands")


def answer(path: str) -> tuple[int, str]:
    """Give status and body for a path."""
    found = re.fullmatch(r"/tin-(\d+)\.html", path)
    fate = fate_of(int(found[1])) if found else "gone"
    if found is None or fate == "gone":
        return 404, "<html><title>404</title><body>Không tìm thấy trang.</body></html>"
    if fate == "fails":
        return 503, "<html><body>Bận.</body></html>"
    number = int(found[1])
    text = text_of(number)
    if fate == "edited":
        text = text.replace("Ngày 5/10", "Ngày 6/10")
    title = f"Tin số {number}"
    body = f"<body><article><h1>{title}</h1><p>{text}</p></article></body>"
    return 200, f"<html lang=vi><head><title>{title}</title></head>{body}</html>"


async def serve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, log: str | None, slow_seconds: float
) -> None:
    """Answer the requests of one connection until the client leaves."""
    try:
        while line := await reader.readline():
            while (await reader.readline()).strip():
                pass
            path = line.split()[1].decode()
            if log is not None:
                with open(log, "a", encoding="utf-8") as file:  # noqa: ASYNC230, PTH123 - a line, at once
                    file.write(f"{path}\n")
            status, body = answer(path)
            if (found := re.fullmatch(r"/tin-(\d+)\.html", path)) and fate_of(int(found[1])) == "slow":
                await asyncio.sleep(slow_seconds)
            data = body.encode()
            head = f"HTTP/1.1 {status} {STATUS[status]}\r\nContent-Type: text/html; charset=utf-8\r\n"
            writer.write(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
            await writer.drain()
    except ConnectionError:
        return
    finally:
        writer.close()


async def main() -> None:
    """Serve on every loopback address until standard input closes."""
    log = sys.argv[1] if len(sys.argv) > 1 else None
    slow_seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SLOW_SECONDS
    server = await asyncio.start_server(partial(serve, log=log, slow_seconds=slow_seconds), "0.0.0.0", 0)  # noqa: S104 - 127.0.0.0/8 is asked on many addresses
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
