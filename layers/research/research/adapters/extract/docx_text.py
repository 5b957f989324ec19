"""Reads the text of a Word file's XML as it stands with all tracked changes accepted.

What python-docx leaves out is read here as well: content controls, text boxes, notes, smart tags.
Element names are those of ECMA-376, part 1 (WordprocessingML).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from research.text.cleaning import table_row

MAX_TABLE_ROWS = 2_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_GONE = frozenset(
    f"{_W}{name}" for name in "del moveFrom delText instrText rt pPr rPr sdtPr tblPr".split()
)
"""What a reader of the accepted text does not see: deletions, a field's code, readings, settings.
"""
_NOTES = frozenset({f"{_W}footnoteReference", f"{_W}endnoteReference"})
_MARKS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}ptab": "\t",
}
_TEXTS = frozenset({f"{_W}t", _MATH_TEXT})


@dataclass
class _Paragraph:
    """The text of a paragraph so far, and what is read after it."""

    pieces: list[str] = field(default_factory=list)
    after: list[_Element] = field(default_factory=list)
    """Text boxes that it anchors, and notes that it refers to."""


def lines_of(container: _Element, notes: Mapping[str, _Element]) -> Iterator[str]:
    """The paragraphs and table rows in `container`, each followed by its text boxes and notes.

    `notes` are the elements of foot- and endnotes by `note_key`. A paragraph whose mark was deleted
    runs on in the next.
    """
    open_paragraph = _Paragraph()
    for block in _blocks(container):
        if block.tag == f"{_W}tbl":
            yield from _closed(open_paragraph, notes)
            open_paragraph = _Paragraph()
            yield from _rows(block, notes)
        else:
            _read_inline(block, open_paragraph, notes)
            if not _mark_is_deleted(block):
                yield from _closed(open_paragraph, notes)
                open_paragraph = _Paragraph()
    yield from _closed(open_paragraph, notes)


def note_key(note: _Element) -> str:
    """What a reference in the text names `note` by: its kind and number."""
    return f"{note.tag.removeprefix(_W).removesuffix('Reference')} {note.get(f'{_W}id')}"


def _blocks(container: _Element) -> Iterator[_Element]:
    """The paragraphs and tables in `container`, those in content controls and insertions too."""
    for child in container:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag == _ALTERNATIVES:
            yield from _blocks(child[0] if len(child) else child)
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _blocks(child)


def _closed(paragraph: _Paragraph, notes: Mapping[str, _Element]) -> Iterator[str]:
    if paragraph.pieces:
        yield "".join(paragraph.pieces)
    for one in paragraph.after:
        yield from lines_of(one, {key: note for key, note in notes.items() if note is not one})


def _read_inline(element: _Element, into: _Paragraph, notes: Mapping[str, _Element]) -> None:
    for child in element:
        tag = child.tag
        if tag in _TEXTS:
            into.pieces.append(child.text or "")
        elif tag in _MARKS:
            into.pieces.append(_MARKS[tag])
        elif tag in _NOTES:
            if (note := notes.get(note_key(child))) is not None:
                into.after.append(note)
        elif tag == f"{_W}txbxContent":
            into.after.append(child)
        elif tag == _ALTERNATIVES:
            # The first choice and what stands in for it where it can't be shown say the same.
            _read_inline(child[0] if len(child) else child, into, notes)
        elif isinstance(tag, str) and tag not in _GONE and not _is_hidden(child):
            _read_inline(child, into, notes)


def _rows(table: _Element, notes: Mapping[str, _Element]) -> Iterator[str]:
    for number, row in enumerate(_within(table, f"{_W}tr")):
        if number >= MAX_TABLE_ROWS:
            return
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield table_row("\n".join(lines_of(cell, notes)) for cell in _within(row, f"{_W}tc"))


def _within(parent: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table, or the cells of a row: also those in content controls, but no deeper."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _within(child, tag)


def _mark_is_deleted(paragraph: _Element) -> bool:
    mark = paragraph.find(f"{_W}pPr/{_W}rPr")
    return mark is not None and any(
        mark.find(f"{_W}{change}") is not None for change in ("del", "moveFrom")
    )


def _is_hidden(run: _Element) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish") if run.tag == f"{_W}r" else None
    return vanish is not None and vanish.get(f"{_W}val", "true") not in {"0", "false", "off"}
