"""How many of the known disagreements are found, and how much else is taken for one.

    python bench/disagreements.py [--show]

The pages of each topic on miniweb, and the documents in `examples/`, are compared as a report does
it. What is known is in the topics file and in the README of the examples, with each page's own
words; a disagreement counts as found when a reported one has two of its quotes. A report shows one
pair of a subject, and a few in all. Not every known disagreement is between two figures or a "not",
and not every other one that is reported is false: `--show` prints them, to be read.
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from miniweb import FOLDER, MISSING, pages
from research.adapters.extract.page_extractor import PageExtractor
from research.domain.claim import Citation, Disagreement
from research.domain.errors import FalseQuoteError
from research.domain.source import Page, Source, SourceKind
from research.domain.value import Span
from research.stages.compare.compare import all_disagreements, compare
from research.stages.verify.checks.evidence import find_quote

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
_ROW = re.compile(r"^\| (?P<about>[^|]+) \| (?P<one>`.+) \| (?P<other>`.+) \|$", re.MULTILINE)
_CELL = re.compile(r"`(?P<file>[^`]+)`: \"(?P<quote>.+)\"")


@dataclass(frozen=True, slots=True)
class Known:
    """A known disagreement: what it is about, and the words of each page."""

    about: str
    quotes: tuple[tuple[str, str], ...]
    """Page and words."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Pages that are about one thing, and where they disagree."""

    name: str
    texts: Mapping[str, str]
    known: Sequence[Known]


def topics() -> Iterator[Collection]:
    """Miniweb's topics."""
    addresses = {page["id"]: page["url"] for page in pages()}
    for topic in json.loads((FOLDER / "topics.json").read_text(encoding="utf-8")):
        texts = {
            page: _text(
                addresses[page],
                gzip.decompress((FOLDER / "pages" / f"{page}.html.gz").read_bytes()),
            )
            for page in topic["relevant"]
        }
        known = [
            Known(
                conflict["about"],
                tuple((claim["page"], claim["quote"]) for claim in conflict["claims"]),
            )
            for conflict in topic["conflicts"]
        ]
        yield Collection(topic["id"], texts, known)


def examples() -> Collection:
    """The documents of `examples/`."""
    files = sorted((EXAMPLES / "sailing-cargo").iterdir())
    texts = {file.name: _text(f"file:///{file.name}", file.read_bytes()) for file in files}
    known: list[Known] = []
    for row in _ROW.finditer((EXAMPLES / "README.md").read_text(encoding="utf-8")):
        cells = [_CELL.fullmatch(row[key]) for key in ("one", "other")]
        known.append(Known(row["about"], tuple((c["file"], c["quote"]) for c in cells if c)))
    return Collection("examples", texts, known)


def _text(url: str, body: bytes) -> str:
    return PageExtractor().extract(Page(url=url, final_url=url, body=body)).text


def sources_of(collection: Collection) -> list[Source]:
    """The pages of a collection as the pipeline reads them."""
    return [
        Source(
            id=number,
            url=f"https://{collection.name}.example/{number}",
            title=text.partition("\n")[0],
            kind=SourceKind.HTML,
            sha256=sha256(text.encode()).hexdigest(),
            raw_sha256=sha256(text.encode()).hexdigest(),
            text=text,
            raw=b"",
        )
        for number, text in enumerate(collection.texts.values(), start=1)
    ]


def is_found(known: Known, collection: Collection, reported: Sequence[Disagreement]) -> bool:
    """Whether one of `reported` has two of the quotes of `known`."""
    numbers = {page: number for number, page in enumerate(collection.texts, start=1)}
    places: list[tuple[int, Span]] = []
    for page, quote in known.quotes:
        try:
            places.append((numbers[page], find_quote(quote, collection.texts[page])))
        except FalseQuoteError:
            print(f"  the extractor's text has not: {quote[:70]}")
    return any(
        {0, 1} == {i for i, one in enumerate(pair) for c in d.citations if _is_at(c, one)}
        for d in reported
        for pair in combinations(places, 2)
    )


def _is_at(citation: Citation, place: tuple[int, Span]) -> bool:
    number, span = place
    return citation.source == number and citation.start < span.end and span.start < citation.end


def main() -> None:
    """Report on every collection."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", action="store_true", help="print what is reported and missed")
    options = parser.parse_args()
    if MISSING:
        print(MISSING, file=sys.stderr)
    for collection in [*([] if MISSING else topics()), examples()]:
        sources = sources_of(collection)
        reported, shown = all_disagreements(sources), compare(sources)
        found = [known for known in collection.known if is_found(known, collection, reported)]
        print(
            f"{collection.name:<20}{len(sources):>3} pages, {len(collection.known)} known, "
            f"{len(found)} found; {len(reported)} pairs reported, {len(shown)} shown"
        )
        if options.show:
            for known in collection.known:
                print(f"  {'found ' if known in found else 'missed'} {known.about}")
            for disagreement in reported:
                print(f"\n  {disagreement.subject}")
                for citation in disagreement.citations:
                    print(f"    [{citation.source}] {citation.quote}")


if __name__ == "__main__":
    main()
