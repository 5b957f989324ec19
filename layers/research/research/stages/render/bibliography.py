"""Writes the sources that a report cites for other people's bibliographies: BibTeX, RIS, CSL-JSON.

All three are made of the same `Work`. Each is UTF-8; what pages say of themselves is text in them
and never markup, however it is written.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from research.domain.report import Report
from research.domain.source import UPLOADED, SourceKind, SourceRecord
from research.stages.render.notes import shown_line, sides_of

MAX_AUTHORS = 20
MAX_KEY_CHARACTERS = 24
_MAX_NAME_WORDS = 4
_MIN_NAME_WORDS = 2
_NAME_WORD = re.compile(r"(?:[^\W\d_](?:[\w'’.-]*[\w'’.])?\.?)")
_PARTICLES = frozenset("al bin da de del della der di du el la le ter van von zu".split())
_BETWEEN = re.compile(r" ?(?:;|,|\band\b|\bund\b|\bet\b|\by\b|&) ?", re.IGNORECASE)
_CREDIT = re.compile(r"^by\s+", re.IGNORECASE)
# What is no person has no family name: a bureau, a site, a department.
_NO_PERSON = re.compile(
    r"\b(?:agency|association|board|bureau|center|centre|commission|committee|company|council"
    r"|department|desk|editor\w*|foundation|government|group|inc|institute|institution|journal"
    r"|magazine|ministry|network|news|office|press|service|society|staff|team|times|university"
    r"|writers?)\b",
    re.IGNORECASE,
)
_LATEX = {
    "\\": r"\textbackslash{}",
    # Not \{ and \}: BibTeX counts the brace behind a backslash, too.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_URL_SAFE = "!#$%&'()*+,-./:;=?@[]_~"
"""Not braces, blanks and backslashes, which would end a field or be read as commands."""


@dataclass(frozen=True, slots=True)
class Author:
    """A person, or a body, which has a `family` name alone."""

    family: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A source as a bibliography has it."""

    key: str
    """ASCII letters and digits, unlike that of any other work of the report."""
    title: str
    authors: tuple[Author, ...]
    site: str
    published: date | None
    accessed: date
    url: str
    """Empty for an upload, whose address leads nowhere."""
    language: str
    is_page: bool
    """Whether it is a web page, rather than a file."""


def cited_works(report: Report) -> list[Work]:
    """The sources that `report` cites, in the order of their numbers."""
    claims = (*report.claims, *(side for pair in sides_of(report) for side in pair))
    cited = {citation.source for claim in claims for citation in claim.citations}
    return [_work(one, report) for one in report.sources if one.id in cited]


def bibtex(works: Sequence[Work]) -> str:
    """`works` as BibTeX entries, which BibLaTeX reads as well."""
    return "".join(_bibtex_entry(work) for work in works)


def ris(works: Sequence[Work]) -> str:
    """`works` as RIS, a tag a line, as reference managers take it."""
    lines = [line for work in works for line in _ris_lines(work)]
    return "".join(f"{line}\r\n" for line in lines)


def csl_json(works: Sequence[Work]) -> str:
    """`works` as items of the Citation Style Language."""
    return json.dumps([_csl_item(work) for work in works], ensure_ascii=False, indent=2) + "\n"


def authors_of(written: str) -> tuple[Author, ...]:
    """The persons that a byline names; the whole of it as one body where they can't be told."""
    line = _CREDIT.sub("", shown_line(written))
    if not line:
        return ()
    parts = [part for part in _BETWEEN.split(line) if part][:MAX_AUTHORS]
    if all(_is_person(part) for part in parts):
        return tuple(map(_person, parts))
    return (Author(line),)


def _is_person(name: str) -> bool:
    words = name.split()
    return (
        _MIN_NAME_WORDS <= len(words) <= _MAX_NAME_WORDS
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and all(word[0].isupper() or word in _PARTICLES for word in words)
        and not _NO_PERSON.search(name)
        and words[0].casefold() != "the"
    )


def _person(name: str) -> Author:
    words = name.split()
    start = next(
        (place for place, word in enumerate(words) if place and word in _PARTICLES),
        len(words) - 1,
    )
    return Author(" ".join(words[start:]), " ".join(words[:start]))


def _work(record: SourceRecord, report: Report) -> Work:
    site = shown_line(record.site) or (urlsplit(record.url).hostname or "")
    year = str(record.published.year) if record.published else ""
    # The report's own digits keep apart the keys of several reports in one library.
    stem = f"{_slug(site) or 'source'}{year}"
    return Work(
        key=f"{stem}-{_slug(report.job_id[-6:])}-{record.id}",
        title=shown_line(record.title) or record.url,
        authors=authors_of(record.author),
        site=site,
        published=record.published,
        accessed=report.created_at.date(),
        url=_address(record),
        language=record.language if re.fullmatch(r"[a-z]{2,3}", record.language) else "",
        is_page=record.kind is SourceKind.HTML,
    )


def _address(record: SourceRecord) -> str:
    is_upload = record.url.startswith(UPLOADED)
    return "" if is_upload else percent_encoded(record.url, safe=_URL_SAFE)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.removeprefix("www.")).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "", plain.decode().lower())[:MAX_KEY_CHARACTERS]


def _bibtex_entry(work: Work) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _bibtex_fields(work))
    return f"@misc{{{work.key},\n{fields}}}\n\n"


def _bibtex_fields(work: Work) -> Iterator[tuple[str, str]]:
    # The second braces keep the capitals of a title, and a body's name in one piece.
    yield "title", f"{{{{{_latex(work.title)}}}}}"
    if work.authors:
        yield "author", "{" + " and ".join(map(_bibtex_author, work.authors)) + "}"
    if work.site:
        yield "organization", f"{{{_latex(work.site)}}}"
    if work.published:
        yield "year", f"{{{work.published.year}}}"
        yield "month", _MONTHS[work.published.month - 1]
        yield "date", f"{{{work.published.isoformat()}}}"
    if work.url:
        yield "url", f"{{{work.url}}}"
    yield "urldate", f"{{{work.accessed.isoformat()}}}"
    yield "note", f"{{Accessed {work.accessed.isoformat()}}}"
    if work.language:
        yield "langid", f"{{{work.language}}}"


def _bibtex_author(author: Author) -> str:
    if not author.given:
        return f"{{{_latex(author.family)}}}"
    return f"{_latex(author.family)}, {_latex(author.given)}"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)


def _ris_lines(work: Work) -> Iterable[str]:
    # A value is one line, so that none can begin with a tag of its own.
    yield f"TY  - {'ELEC' if work.is_page else 'GEN'}"
    yield f"ID  - {work.key}"
    yield f"TI  - {work.title}"
    for author in work.authors:
        yield f"AU  - {author.family}" + (f", {author.given}" if author.given else "")
    if work.site:
        yield f"PB  - {work.site}"
    if work.published:
        yield f"PY  - {work.published.year}"
        yield f"DA  - {work.published:%Y/%m/%d}"
    if work.language:
        yield f"LA  - {work.language}"
    if work.url:
        yield f"UR  - {work.url}"
    yield f"Y2  - {work.accessed:%Y/%m/%d}"
    yield "ER  - "


def _csl_item(work: Work) -> dict[str, object]:
    item: dict[str, object] = {
        "id": work.key,
        "type": "webpage" if work.is_page else "document",
        "title": work.title,
    }
    if work.authors:
        item["author"] = [
            {"family": one.family, "given": one.given} if one.given else {"literal": one.family}
            for one in work.authors
        ]
    if work.site:
        item["container-title"] = work.site
    if work.published:
        item["issued"] = _csl_date(work.published)
    if work.language:
        item["language"] = work.language
    if work.url:
        item["URL"] = work.url
    return item | {"accessed": _csl_date(work.accessed)}


def _csl_date(day: date) -> dict[str, object]:
    return {"date-parts": [[day.year, day.month, day.day]]}
