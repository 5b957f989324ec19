"""Makes the notes of a report, one for each quote, and the marks in claims that cite them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from research.domain.claim import Citation, Claim, Verdict
from research.domain.errors import QuoteNotFoundError
from research.domain.report import Report
from research.domain.source import Source, SourceKind
from research.stages.render.links import at_quote, safe_href, text_directive
from research.stages.render.report_view import ClaimView, Mark, Note
from research.text.cleaning import clean_line

CONTEXT_CHARACTERS = 180
"""Shown around a quote, at most, on either side: a sentence or so."""
MAX_LINE_CHARACTERS = 300
MAX_CLAIM_CHARACTERS = 4_000

_VERDICTS = {
    Verdict.SUPPORTED: "Supported",
    Verdict.PARTIAL: "Partly supported",
    Verdict.UNSUPPORTED: "Not supported",
    None: "Not checked",
}

# Where browsers follow text fragments. Markdown is shown, if at all, as a file of another kind, and
# its quotes are parted by its own marks.
_FOUND_BY_FRAGMENT = frozenset({SourceKind.HTML, SourceKind.TEXT})

NoteKey = tuple[int, int, int]
"""A note's source, start and end."""


def sides_of(report: Report) -> Iterator[tuple[Claim, Claim]]:
    """Both sides of each disagreement as claims: a source's words, cited."""
    for one in report.disagreements:
        yield _side(one.citations[0]), _side(one.citations[1])


def _side(citation: Citation) -> Claim:
    return Claim(text=citation.quote, citations=(citation,), verdict=Verdict.SUPPORTED)


def notes_of(report: Report, sources: Mapping[int, Source]) -> dict[NoteKey, Note]:
    """A note for each span that is cited, in order of first mention."""
    marks: dict[NoteKey, list[int]] = {}
    cited: dict[NoteKey, Citation] = {}
    counter = count(1)
    for claim in (*report.claims, *(side for pair in sides_of(report) for side in pair)):
        for citation in claim.citations:
            marks.setdefault(_note_key(citation), []).append(next(counter))
            cited.setdefault(_note_key(citation), citation)
    in_source = Counter(source for source, _, _ in cited)
    seen: Counter[int] = Counter()
    notes = {}
    for number, (key, citation) in enumerate(cited.items(), start=1):
        seen[citation.source] += 1
        letter = _letter(seen[citation.source]) if in_source[citation.source] > 1 else ""
        source = cited_source(citation, sources)
        notes[key] = _note(number, letter, citation, source, tuple(marks[key]))
    return notes


@dataclass
class ClaimViews:
    """Makes the views of claims, which it numbers the marks of in the order of its calls."""

    notes: Mapping[NoteKey, Note]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def view_of(self, claim: Claim) -> ClaimView:
        """`claim` with a mark for each of its citations."""
        in_claim = Counter(citation.source for citation in claim.citations)
        return ClaimView(
            text=shown_line(claim.printed, MAX_CLAIM_CHARACTERS),
            verdict=_VERDICTS[claim.verdict],
            caveat="" if claim.verdict is Verdict.SUPPORTED else _VERDICTS[claim.verdict],
            marks=tuple(
                Mark(next(self.numbers), self.notes[_note_key(c)], in_claim[c.source] > 1)
                for c in claim.citations
            ),
        )


def _note_key(citation: Citation) -> NoteKey:
    """What `citation` has in common with every other of the same words."""
    return citation.source, citation.start, citation.end


def cited_source(citation: Citation, sources: Mapping[int, Source]) -> Source:
    """The source of a quote. Raises `QuoteNotFoundError` where it is not where `citation` says."""
    source = sources.get(citation.source)
    if source is None or citation.of(source.text) != citation.quote:
        raise QuoteNotFoundError(
            f"source {citation.source} does not have the quote at "
            f"{citation.start}-{citation.end}: {citation.quote[:80]!r}"
        )
    return source


def _note(
    number: int, letter: str, citation: Citation, source: Source, marks: tuple[int, ...]
) -> Note:
    href = safe_href(source.url)
    opens_at_quote = href is not None and source.kind in _FOUND_BY_FRAGMENT
    return Note(
        number=number,
        source=source.id,
        letter=letter,
        name=shown_line(source.site or source.title),
        before=_before(source.text, citation.start),
        quote=citation.quote,
        after=_after(source.text, citation.end),
        start=citation.start,
        end=citation.end,
        live_href=at_quote(source.url, source.text, citation) if opens_at_quote else href,
        live_label=_live_label(source.url, opens_at_quote=opens_at_quote),
        snapshot_href=snapshot_link(source, citation),
        marks=marks,
    )


def _live_label(url: str, *, opens_at_quote: bool) -> str:
    if opens_at_quote:
        return "Open at the quote"
    return "Open the file" if url.lower().startswith("file:") else "Open the source"


def _before(text: str, start: int) -> str:
    """The words before `start` in its paragraph, cut at a blank."""
    paragraph = text.rfind("\n", 0, start) + 1
    if start - paragraph <= CONTEXT_CHARACTERS:
        return text[paragraph:start]
    return "… " + text[start - CONTEXT_CHARACTERS : start].partition(" ")[2]


def _after(text: str, end: int) -> str:
    """The words after `end` in its paragraph, cut at a blank."""
    paragraph = text.find("\n", end)
    paragraph = len(text) if paragraph < 0 else paragraph
    if paragraph - end <= CONTEXT_CHARACTERS:
        return text[end:paragraph]
    return text[end : end + CONTEXT_CHARACTERS].rpartition(" ")[0] + " …"


def _letter(position: int) -> str:
    """A for 1, z for 26, aa for 27."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def snapshot_link(source: Source, citation: Citation) -> str:
    """Where the quote stands in the snapshot of its source, beside the report."""
    return f"{snapshot_path(source.sha256)}.txt#:~:text={text_directive(source.text, citation)}"


def snapshot_path(sha256: str) -> str:
    """Where a snapshot lies beside the report, without its ending."""
    return f"snapshots/{sha256}"


def shown_line(text: str, limit: int = MAX_LINE_CHARACTERS) -> str:
    """`text` on one line, without characters that hide or turn words; shortened beyond `limit`."""
    line = clean_line(text, limit)
    return line + "…" if len(text) > limit and len(line) >= limit - 1 else line
