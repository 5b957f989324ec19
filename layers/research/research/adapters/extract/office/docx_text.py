"""Reads the text of a Word file's XML as it stands with all tracked changes accepted.

What python-docx leaves out is read here as well: content controls, text boxes, notes, smart tags.
Element names are those of ECMA-376, part 1 (WordprocessingML).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from research.text.cleaning import table_row

MAX_TABLE_ROWS = 2_000
MAX_FIELD_DEPTH = 50
"""Fields in fields that are told apart; more are hostile."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_GONE = frozenset(
    f"{_W}{name}" for name in "del moveFrom delText instrText rt pPr rPr sdtPr tblPr".split()
)
"""What a reader of the accepted text does not see: deletions, a field's code, readings, settings.
"""
_WRAPPERS = frozenset({f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"})
_NOTES = frozenset({f"{_W}footnoteReference", f"{_W}endnoteReference"})
_MARKS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}ptab": "\t",
}
_TEXTS = frozenset({f"{_W}t", f"{_M}t"})
_POWERS = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_FORMULA_MARKS = {f"{_M}den": "/", f"{_M}sup": "^", f"{_M}deg": "^"}
"""What parts a fraction or a power from what stands before it: without it 10^6 would be 106."""


@dataclass
class _Paragraph:
    """The text of a paragraph so far, and what is read after it."""

    pieces: list[str] = field(default_factory=list)
    after: list[_Element] = field(default_factory=list)
    """Text boxes that it anchors, and notes that it refers to."""
    fields: list[bool] = field(default_factory=list)
    """The fields it is in, outermost first: whether what they show has begun, after their code."""

    def add(self, text: str) -> None:
        """Take in `text`, unless it is in a field's code, where nested fields have results too."""
        if all(self.fields):
            self.pieces.append(text)


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
            yield from _blocks(_shown(child))
        elif isinstance(child.tag, str) and child.tag not in _GONE and not _is_prompt(child):
            yield from _blocks(child)


def _closed(paragraph: _Paragraph, notes: Mapping[str, _Element]) -> Iterator[str]:
    if paragraph.pieces:
        yield "".join(paragraph.pieces)
    for one in paragraph.after:
        yield from lines_of(one, {key: note for key, note in notes.items() if note is not one})


def _read_inline(element: _Element, into: _Paragraph, notes: Mapping[str, _Element]) -> None:
    for child in element:
        tag = child.tag
        if tag in _TEXTS or tag in _MARKS:
            into.add(_MARKS.get(tag) or _raised(element, child.text or ""))
        elif tag == f"{_W}fldChar":
            _note_field(child, into.fields)
        elif tag in _NOTES:
            if (note := notes.get(note_key(child))) is not None:
                into.after.append(note)
        elif tag == f"{_W}txbxContent":
            into.after.append(child)
        elif tag == _ALTERNATIVES:
            _read_inline(_shown(child), into, notes)
        elif isinstance(tag, str) and tag not in _GONE and not _is_unseen(child):
            before = len(into.pieces)
            _read_inline(child, into, notes)
            into.pieces[before:] = [_operand(tag, "".join(into.pieces[before:]))]


def _shown(alternatives: _Element) -> _Element:
    """The first of `alternatives` with text: the others say it for programs that can't show it."""
    with_text = (one for one in alternatives if next(one.iter(*_TEXTS), None) is not None)
    return next(with_text, alternatives)


def _raised(run: _Element, text: str) -> str:
    """`text` in superscript figures where `run` is set so."""
    raised = run.find(f"{_W}rPr/{_W}vertAlign")
    if raised is None or raised.get(f"{_W}val") != "superscript":
        return text
    return text.translate(_POWERS) if _is_power(text) else text


def _operand(tag: str, text: str) -> str:
    """`text`, in a formula's element `tag` parted from what stands before it."""
    mark = _FORMULA_MARKS.get(tag, "")
    if not text or not mark:
        return text
    if mark == "^" and _is_power(text):
        return text.translate(_POWERS)
    return f"{mark}{text}" if text.isalnum() else f"{mark}({text})"


def _is_power(text: str) -> bool:
    return all(ord(character) in _POWERS for character in text)


def _note_field(mark: _Element, fields: list[bool]) -> None:
    """Follow a complex field: ``begin``, its code, ``separate``, what it shows, ``end``."""
    kind = mark.get(f"{_W}fldCharType")
    if kind == "begin" and len(fields) < MAX_FIELD_DEPTH:
        fields.append(False)
    elif fields and kind == "separate":
        fields[-1] = True
    elif fields and kind == "end":
        fields.pop()


def _rows(table: _Element, notes: Mapping[str, _Element]) -> Iterator[str]:
    for number, row in enumerate(_within(table, f"{_W}tr")):
        if number >= MAX_TABLE_ROWS:
            return
        if row.find(f"{_W}trPr/{_W}del") is None:
            cells = (c for c in _within(row, f"{_W}tc") if c.find(f"{_W}tcPr/{_W}cellDel") is None)
            yield table_row("\n".join(lines_of(cell, notes)) for cell in cells)


def _within(parent: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table, or the cells of a row: also those in content controls, but no deeper."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS and not _is_prompt(child):
            yield from _within(child, tag)


def _mark_is_deleted(paragraph: _Element) -> bool:
    mark = paragraph.find(f"{_W}pPr/{_W}rPr")
    return mark is not None and any(
        mark.find(f"{_W}{change}") is not None for change in ("del", "moveFrom")
    )


def _is_unseen(element: _Element) -> bool:
    """Whether `element` is a hidden run, or a content control that nobody has filled in."""
    vanish = element.find(f"{_W}rPr/{_W}vanish") if element.tag == f"{_W}r" else None
    is_hidden = vanish is not None and vanish.get(f"{_W}val", "true") not in {"0", "false", "off"}
    return is_hidden or _is_prompt(element)


def _is_prompt(element: _Element) -> bool:
    """Whether `element` is a content control that shows its prompt, such as "Click to enter"."""
    return element.tag == f"{_W}sdt" and element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None
