"""The texts of real seeds, put into a plain page, come back whole: no rule drops a sentence of the news."""

import html
import tarfile
from itertools import islice
from pathlib import Path

from flows.parse.markup.plain import clean_text
from flows.parse.page import read_document

FIRST, EVERY = 3000, 15  # of 27,612 files
FENCE = "-----------------"
MIN_LENGTH = 300


def test_no_paragraph_of_a_real_article_is_taken_for_anything_else(real_data: Path):
    read = lost = 0
    with tarfile.open(real_data / "seeds" / "vietnamplus-open.tar.xz", "r|xz") as archive:
        for member in islice(archive, 0, FIRST, EVERY):
            file = archive.extractfile(member)
            parts = file.read().decode("utf-8", "replace").split(FENCE) if file else []
            if len(parts) < 3 or len(parts[2]) < MIN_LENGTH:
                continue
            title, body = (html.escape(part.strip()) for part in parts[1:3])
            paragraphs = "".join(f"<p>{sentence}.</p>" for sentence in body.split(". "))
            markup = f"<html lang=vi><title>{title}</title><body><article><h1>{title}</h1><div>{paragraphs}</div>"
            found = read_document(markup, "https://bao.example.vn/a-1.html").body
            text = " ".join([found.lead or "", *(block.text for block in found.blocks)])
            wanted = (clean_text(html.unescape(sentence)) for sentence in body.split(". "))
            read += 1
            lost += sum(sentence not in text for sentence in wanted)
    assert read > 100
    assert lost == 0
