"""The article that the server shows, and the one with an edit."""

TITLE = "Khánh thành cầu mới qua sông"
PARAGRAPHS = tuple(f"Đoạn văn số {n} kể về cây cầu mới và những người đã xây nó trong ba năm." for n in range(1, 12))


def write_page(paragraphs: tuple[str, ...] = PARAGRAPHS, *, title: str = TITLE, head: str = "") -> bytes:
    """Write an article as a page."""
    return (
        f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><nav>Trang chủ Kinh tế</nav><article><h1>{title}</h1>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        + "</article></body></html>"
    ).encode()


ARTICLE = write_page()
EDITED = (*PARAGRAPHS[:4], "Cây cầu dài 1.250 mét, không phải 900 mét như tin đã đưa.", *PARAGRAPHS[5:])
