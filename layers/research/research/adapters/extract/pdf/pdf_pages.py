"""Reads a PDF's pages within limits, and tells which were left out and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from pypdf import PageObject, PdfReader

from research.adapters.extract.pdf.pdf_columns import UnclearOrderError
from research.adapters.extract.pdf.pdf_forms import form_lines
from research.adapters.extract.pdf.pdf_glyphs import fold_ligatures, has_lost_glyphs
from research.adapters.extract.pdf.pdf_page_lines import PdfFonts, page_lines
from research.text.cleaning import MAX_TEXT_CHARACTERS

MAX_PAGES = 200
MAX_SECONDS = 3.5
"""A 200-page report of prose takes 2 to 4. The page under way at the end is dropped, and the others
are read, so this is less than one page or file may take in all."""
MAX_RANGES = 10
"""Runs of pages that are named; of more, the rest is an ellipsis."""
LOST_GLYPHS = "fonts lose letters, and many words are broken"
UNCLEAR = "columns can't be told apart"
PICTURES = "pictures without text, scanned perhaps"


class _OutOfTimeError(Exception):
    """The document took longer than `MAX_SECONDS`."""


@dataclass(slots=True)
class PdfPages:
    """What was read: of each page its lines, and what is filled in on its form."""

    lines: list[list[str]] = field(default_factory=list)
    forms: list[list[str]] = field(default_factory=list)
    unread: dict[str, list[int]] = field(default_factory=dict)
    """The numbers, from 1, of the pages left out, by the reason."""

    def left_out(self) -> tuple[str, ...]:
        """A line for each reason: "pages 3, 5–9: columns can't be told apart"."""
        return tuple(f"{_named(pages)}: {why}" for why, pages in self.unread.items())


def read_pages(reader: PdfReader) -> PdfPages:
    """The first `MAX_PAGES` pages of `reader`, or those read within `MAX_SECONDS`."""
    until = monotonic() + MAX_SECONDS

    def stop_in_time() -> None:
        if monotonic() > until:
            raise _OutOfTimeError

    pages, fonts, characters, count = PdfPages(), PdfFonts(), 0, len(reader.pages)
    why_no_more = f"more than {MAX_PAGES} pages"
    number = 0
    try:
        for number in range(min(count, MAX_PAGES)):
            stop_in_time()
            page = reader.pages[number]
            try:
                text, drawn = page_lines(page, reader, fonts, stop_in_time)
            except UnclearOrderError:
                pages.unread.setdefault(UNCLEAR, []).append(number + 1)
                continue
            filled_in = list(form_lines(page, text))
            if why := _why_unread(page, drawn, filled_in):
                pages.unread.setdefault(why, []).append(number + 1)
                continue
            pages.lines.append(fold_ligatures(text[:MAX_TEXT_CHARACTERS]).splitlines())
            pages.forms.append(filled_in)
            characters += len(text)
            if characters > MAX_TEXT_CHARACTERS:
                why_no_more = f"more than {MAX_TEXT_CHARACTERS:,} characters"
                break
        number += 1
    except _OutOfTimeError:
        why_no_more = f"not read within {MAX_SECONDS:g} seconds"
    if number < count:
        pages.unread[why_no_more] = list(range(number + 1, count + 1))
    return pages


def _why_unread(page: PageObject, drawn: str, filled_in: list[str]) -> str:
    if has_lost_glyphs(drawn):
        return LOST_GLYPHS
    is_picture = not drawn.strip() and not filled_in and _has_picture(page)
    return PICTURES if is_picture else ""


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    found = drawn.get_object().values() if drawn is not None else ()
    return any(one.get_object().get("/Subtype") == "/Image" for one in found)


def _named(pages: list[int]) -> str:
    runs = list(_runs(pages))
    shown = [f"{first}–{last}" if last > first else f"{first}" for first, last in runs]
    more = ", …" if len(runs) > MAX_RANGES else ""
    return f"page{'s' if len(pages) > 1 else ''} {', '.join(shown[:MAX_RANGES])}{more}"


def _runs(pages: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of successive numbers."""
    first = last = pages[0]
    for page in pages[1:]:
        if page != last + 1:
            yield first, last
            first = page
        last = page
    yield first, last
