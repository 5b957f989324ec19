"""Markdown and plain text: what is read of them."""

import time
from datetime import date

from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import STORK, extract

MARKDOWN = f"""---
title: "On *storks*"
author: Ana Costa
date: 2024-03-05
---
# Storks of the valley

{STORK.replace("stork", "**stork**").replace("March", "[March](http://a.test)")}

- mended `wheels`
- ![a stork](s.png)nests<br>of twigs

<script>alert("x")</script>

| Bird | Weight |
|---|---|
| Stork | 3.5 kg |
"""


def test_markdown() -> None:
    document = extract(MARKDOWN.encode(), "text/markdown")
    assert document.kind is SourceKind.MARKDOWN
    assert document.text.split("\n") == [
        "Storks of the valley", STORK, "mended wheels", "nestsof twigs",
        "Bird | Weight", "Stork | 3.5 kg",
    ]  # fmt: skip
    assert (document.title, document.author, document.published) == (
        "On *storks*",
        "Ana Costa",
        date(2024, 3, 5),
    )


def test_markdown_without_front_matter_is_titled_by_its_first_heading() -> None:
    assert (
        extract(f"Intro.\n\n## The *birds*\n\n{STORK}".encode(), "text/markdown").title
        == "The birds"
    )


def test_blanks_in_a_field_are_read_once() -> None:
    page = f"---\ntitle: On{' ' * 19_000}storks \t\nauthor: Ana Costa\t \n---\n{STORK}"
    began = time.process_time()
    document = extract(page.encode(), "text/markdown")
    assert time.process_time() - began < 0.5
    assert (document.title[:2], document.author) == ("On", "Ana Costa")


def test_plain_text_is_unwrapped() -> None:
    text = "Storks of the valley\n\n" + STORK[:60] + "\r\n" + STORK[60:120] + "\r\n" + STORK[120:]
    document = extract(text.encode(), "text/plain")
    assert document.title == "Storks of the valley"
    assert document.text.split("\n")[0] == "Storks of the valley"
    assert len(document.text.split("\n")) == 2
