"""The bundled collection: each document is read as what its README says it is."""

import re
from datetime import date
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from research.adapters.extract.page_extractor import PageExtractor
from research.domain.source import Document, Page, SourceKind
from research.text.agreement.near_duplicates import is_near_duplicate, shingles

EXAMPLES = Path(__file__).parents[4] / "examples"
COLLECTION = EXAMPLES / "sailing-cargo"
HTML, PDF, DOCX, MARKDOWN, TEXT = (
    SourceKind.HTML, SourceKind.PDF, SourceKind.DOCX, SourceKind.MARKDOWN, SourceKind.TEXT,
)  # fmt: skip

# File, kind, title, author, published; empty where the file has no field for it.
DOCUMENTS = [
    ("authority-notice-wind.html", HTML,
     "Notice 2026/03: Carbon levy and the reduction for wind propulsion",
     "Western Seas Maritime Authority", date(2026, 1, 15)),
    ("caldera-cup-weekend.html", HTML,
     "A long weekend at the Caldera Cup: where to watch, eat and sleep",
     "Delphine Okoro", date(2019, 5, 30)),
    ("captain-marlowe-interview.txt", TEXT,
     "The captain who stopped hurrying: an interview with Edda Marlowe", "", None),
    ("coffee-under-sail.md", MARKDOWN, "What a sail adds to a bag of coffee", "", None),
    ("guild-bulletin-manning.txt", TEXT, "Fourteen on paper, nineteen on deck", "", None),
    ("kestrel-press-release.html", HTML,
     "Three Kestrel wings cut fuel by 35% on the bulk carrier Corran Bay",
     "Kestrel Wing Works", date(2025, 2, 11)),
    ("merrow-annual-report-2024.pdf", PDF,
     "Merrow Line Annual Report 2024", "Merrow Line", date(2025, 4, 14)),
    ("merrow-line-faq.html", HTML,
     "Shipping with the wind: questions from shippers", "", date(2025, 9, 1)),
    ("nineteen-at-the-table.md", MARKDOWN,
     "Nineteen at the table", "Lucia Fennimore", date(2024, 12, 9)),
    ("opinion-wrong-ship.html", HTML,
     "The Petrel beats the wrong ship", "Gideon Marchetti", date(2025, 10, 7)),
    ("petrel-first-crossing.html", HTML,
     "Sailing freighter Petrel ends her first Atlantic crossing with 212 containers",
     "Maeve Tarrant", date(2024, 6, 7)),
    ("quaywire-wing-sails.html", HTML,
     "Wing sails cut bulk carrier's fuel by 35%", "Quaywire News Desk", date(2025, 2, 12)),
    ("sail-freight-memo.docx", DOCX,
     "Sail freight in 2026: what it would cost us and what I propose",
     "Henrike Paulsen", date(2025, 12, 2)),
    ("sailcloth-bags.md", MARKDOWN, "From spinnaker to shoulder bag", "", None),
    ("shearwater-delay.html", HTML,
     "Shearwater slips to autumn as mast bearings fail their tests",
     "Ottoline Brandt", date(2025, 11, 20)),
    ("wing-sail-measurements.pdf", PDF,
     "Fuel Saving of Three Wing Sails on a Bulk Carrier: Fourteen Months of Measurements",
     "Noor Haidari, Stellan Voss", date(2025, 8, 26)),
]  # fmt: skip

_CHAFF = re.compile(
    r"cookie|newsletter|Read also|Sign up|Log in|Terms|Privacy|Imprint|Skip to main|All rights"
    r"|comments?$|oldsalt61|You may also like|Latest issue|Most read|Is this page useful|Book now",
    re.MULTILINE,
)
_STATEMENT = re.compile(r"`([\w.-]+)`: \"([^\"]+)\"")


@cache
def read(name: str) -> Document:
    path = COLLECTION / name
    return PageExtractor().extract(
        Page(url=path.as_uri(), final_url=path.as_uri(), body=path.read_bytes())
    )


@pytest.mark.parametrize(("name", "kind", "title", "author", "published"), DOCUMENTS)
def test_document_says_what_it_is(
    name: str, kind: SourceKind, title: str, author: str, published: date | None
) -> None:
    document = read(name)
    assert (document.kind, document.title) == (kind, title)
    assert (document.author, document.published) == (author, published)
    assert document.language == "en"


@pytest.mark.parametrize("name", [row[0] for row in DOCUMENTS])
def test_text_is_an_article_without_menus_and_banners(name: str) -> None:
    text = read(name).text
    assert 350 <= len(text.split()) <= 900
    assert not _CHAFF.findall(text)
    assert "\ufffd" not in text


def test_table_names_every_file() -> None:
    assert sorted(path.name for path in COLLECTION.iterdir()) == [row[0] for row in DOCUMENTS]


@pytest.mark.parametrize(("name", "kind", "title", "author", "published"), DOCUMENTS)
def test_readme_lists_each_document(
    name: str, kind: SourceKind, title: str, author: str, published: date | None
) -> None:
    lines = (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    [row] = [line for line in lines if line.startswith(f"| `{name}` |")]
    assert f"| {title} |" in row
    assert f"| {author} |" in row or not author
    assert f"| {published} |" in row or not published


def test_sources_disagree_in_the_words_of_the_readme() -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    statements = _STATEMENT.findall(readme)
    assert len(statements) == 8
    for name, statement in statements:
        assert statement in read(name).text


def test_only_the_reprint_is_a_near_duplicate() -> None:
    found = {row[0]: shingles(read(row[0]).text) for row in DOCUMENTS}
    pairs = {(a, b) for a, b in permutations(found, 2) if is_near_duplicate(found[a], found[b])}
    # Whichever of the two is read later is dropped.
    release, reprint = "kestrel-press-release.html", "quaywire-wing-sails.html"
    assert pairs == {(release, reprint), (reprint, release)}


def test_question_is_one_line() -> None:
    question = (EXAMPLES / "QUESTION.txt").read_text(encoding="utf-8")
    assert question == question.strip() + "\n"
    assert question.count("\n") == 1
