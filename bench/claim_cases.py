"""Labelled claims about pages of miniweb, with their evidence as the verifier gathers it.

A file has one claim a line, as JSON: `id`, `claim`, `citations` (each a `page` of miniweb and a
`quote` of its text), `label` (`supported`, or anything else), and perhaps `kind` and `twin`.
`written_claims.jsonl` beside this file has pages of our own writing instead, one a line: `title`,
`site`, `published`, `text`, and its `claims`, each with `claim`, `kind`, `is_true` and `quotes`.
"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from miniweb import FOLDER, pages
from research.adapters.extract.page_extractor import PageExtractor
from research.domain.claim_evidence import ClaimEvidence
from research.domain.errors import FalseQuoteError
from research.domain.source import Document, Page
from research.domain.value import Span
from research.stages.verify.checks.citation_evidence import citation_evidence
from research.stages.verify.checks.evidence import find_quote

WRITTEN = Path(__file__).with_name("written_claims.jsonl")


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """A claim, its evidence, and whether a reader found it supported. `pages` are those cited."""

    id: str
    claim: str
    kind: str
    is_true: bool
    pages: tuple[str, ...]
    evidence: ClaimEvidence


@dataclass(frozen=True, slots=True)
class _WrittenPage:
    """A page of our own writing."""

    text: str
    title: str
    site: str
    published: date


def load_claims(file: Path) -> list[ClaimCase]:
    """The claims of a file. Raises `KeyError` for a page that miniweb hasn't."""
    if file.name == WRITTEN.name:
        return load_written_claims(file)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    return [
        ClaimCase(
            id=str(row.get("id", number)),
            claim=row["claim"],
            kind=row.get("kind", ""),
            is_true=row["label"] == "supported",
            pages=tuple(cited["page"] for cited in row["citations"]),
            evidence=citation_evidence(
                [_place(cited["page"], cited["quote"]) for cited in row["citations"]]
            ),
        )
        for number, row in enumerate(rows)
    ]


def load_written_claims(file: Path = WRITTEN) -> list[ClaimCase]:
    """The claims of a file of written pages. No page of it shares an id with one of miniweb."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        page = json.loads(line)
        document = _WrittenPage(
            page["text"], page["title"], page["site"], date.fromisoformat(page["published"])
        )
        for place, row in enumerate(page["claims"]):
            spans = [find_quote(quote, document.text) for quote in row["quotes"]]
            found.append(
                ClaimCase(
                    id=f"written-{number}-{place}",
                    claim=row["claim"],
                    kind=row["kind"],
                    is_true=row["is_true"],
                    pages=(f"written-{number}",),
                    evidence=citation_evidence([(document, span) for span in spans]),
                )
            )
    return found


def folds(cases: Sequence[ClaimCase], count: int, seed: int) -> list[list[int]]:
    """The places of `cases` in `count` folds, none of which shares a page with another."""
    home: dict[str, str] = {}

    def root(page: str) -> str:
        while home.setdefault(page, page) != page:
            page = home[page]
        return page

    for case in cases:
        for page in case.pages:
            home[root(page)] = root(case.pages[0])
    groups: dict[str, list[int]] = {}
    for place, case in enumerate(cases):
        groups.setdefault(root(case.pages[0]), []).append(place)
    found: list[list[int]] = [[] for _ in range(count)]
    # A hash of its own for each seed: the order of groups of one size is by chance, and repeatable.
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), hash_of(item[0], seed)))
    for _, places in ordered:
        min(found, key=len).extend(places)
    return found


def hash_of(text: str, seed: int) -> int:
    """A number that depends on `text` and `seed` alone."""
    value = seed
    for character in text:
        value = (value * 1_000_003 + ord(character)) % (1 << 61)
    return value


def _place(page: str, quote: str) -> tuple[Document, Span]:
    """Where a page says a quote; a quote that its text hasn't becomes a paragraph at its end."""
    document = _document(page)
    try:
        return document, find_quote(quote, document.text)
    except FalseQuoteError:
        text = f"{document.text}\n{quote}"
        return document.model_copy(update={"text": text}), Span(
            start=len(document.text) + 1, end=len(text)
        )


@cache
def _document(page: str) -> Document:
    url = next(one["url"] for one in pages() if one["id"] == page)
    body = gzip.decompress((FOLDER / "pages" / f"{page}.html.gz").read_bytes())
    read = Page(url=url, final_url=url, content_type="text/html", body=body)
    return PageExtractor().extract(read)
