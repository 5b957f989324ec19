"""The lines of one PDF page in reading order, from what pypdf says of each piece's place."""

import re
from collections.abc import Callable
from math import hypot
from typing import Any

from pypdf import PageObject
from pypdf.generic import ContentStream, FloatObject, NameObject
from pypdf.generic._font import Font  # pypdf offers widths nowhere else

from research.adapters.extract.pdf.pdf_columns import Span, lines_by_column

_IDENTITY = [FloatObject(number) for number in (1, 0, 0, 1, 0, 0)]
_MOVES = {b"Td": 1, b"TD": 1, b"Tm": None}
"""The operators that start a piece on the same line, and which operand is its step down."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_WITHOUT_WIDE_BLANK = re.compile(r"\S+(?:\s{1,2}\S+)*")
_PAGE = 0


class PdfFonts:
    """How wide the characters of a document's fonts are. Each font is measured once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, _Widths]] = {}

    def widths(self, resource: Any) -> "_Widths":
        """The widths of the font that a PDF's dictionary `resource` tells of, if it does."""
        known = self._known.get(id(resource))
        if known is None:
            known = self._known[id(resource)] = resource, _Widths(resource)
        return known[1]


class _Widths(dict[str, float]):
    """Widths of a font's characters in thousandths of its size."""

    def __init__(self, resource: Any) -> None:
        self._usual, self._codes, self._widths = 500.0, {}, {}
        if resource is None:
            return
        font = Font.from_font_resource(resource)
        self._codes = {shown: code for code, shown in font.character_map.items()}
        self._widths = font.character_widths
        self._usual = float(self._widths.get("default", 500))

    def __missing__(self, character: str) -> float:
        code = self._codes.get(character, character)
        width = self[character] = float(self._widths.get(code, self._usual))
        return width

    def of(self, text: str) -> float:
        return sum(map(self.__getitem__, text))


class _Pieces:
    """Collects a page's pieces of text with their places, as pypdf's visitors tell them."""

    def __init__(self, fonts: PdfFonts, stop_in_time: Callable[[], None]) -> None:
        self._fonts = fonts
        self._stop_in_time = stop_in_time
        self._forms = 0
        self.spans: list[Span] = []
        self.aside: list[str] = []
        """What is turned, or of a form: its place says nothing of its order."""

    def before(self, operator: bytes, *_: object) -> None:
        self._stop_in_time()
        self._forms += operator == b"Do"

    def after(self, operator: bytes, *_: object) -> None:
        self._forms -= operator == b"Do"

    def text(self, text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if not text.strip():
            return
        across, slant = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
        up = hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
        # A form's own places are not the page's; turned text has no line in common with others.
        if self._forms != _PAGE or across <= 0 or abs(slant) > 0.01 * across:
            self.aside.append(text.strip())
            return
        left = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        baseline = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        width = self._fonts.widths(font).of
        scale = abs(size) * across / 1000
        for part in _WITHOUT_WIDE_BLANK.finditer(text):
            start = left + width(text[: part.start()]) * scale
            end = start + width(part.group()) * scale
            self.spans.append(
                Span(part.group(), start, end, baseline, abs(size) * up, len(self.spans))
            )


def page_lines(
    page: PageObject, pdf: Any, fonts: PdfFonts, stop_in_time: Callable[[], None]
) -> tuple[str, str]:
    """The page's text by columns, and as it was drawn; the same for a page without columns.

    Raises `UnclearOrderError` where the order of its text can't be told.
    """
    pieces = _Pieces(fonts, stop_in_time)
    contents = page.get("/Contents")
    if contents is not None:
        page[NameObject("/Contents")] = _in_pieces(ContentStream(contents.get_object(), pdf,
                                                                 "bytes"))  # fmt: skip
    drawn = page.extract_text(visitor_operand_before=pieces.before,
                              visitor_operand_after=pieces.after,
                              visitor_text=pieces.text)  # fmt: skip
    if _RIGHT_TO_LEFT.search(drawn):
        # Pieces of a line to be read from the right are put in order only when in one.
        if contents is not None:
            page[NameObject("/Contents")] = contents
        drawn = page.extract_text(visitor_operand_before=lambda *_: stop_in_time())
        return drawn, drawn
    lines = lines_by_column(pieces.spans)
    return drawn if lines is None else "\n".join([*lines, *pieces.aside]), drawn


def _in_pieces(content: ContentStream) -> ContentStream:
    """`content` with a change of nothing after each move along a line: pypdf ends a piece there."""
    operations: list[tuple[Any, Any]] = []
    for operands, operator in content.operations:
        operations.append((operands, operator))
        if operator in _MOVES:
            down = _MOVES[operator]
            if down is None or (len(operands) > down and not operands[down]):
                operations.append((_IDENTITY, b"cm"))
    content.operations = operations
    return content
