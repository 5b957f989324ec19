"""Prepares an HTML page's tables for the search of its main text, which knows plain cells alone.

A table that arranges a page becomes plain blocks, one that holds figures keeps one line of text in
each cell: of lists, headings and tables in cells the main text would otherwise be lost.
"""

from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

ARRANGING_CHARACTERS = 200
"""A cell with a heading, or several paragraphs and lists, and so much text is a column of the page
and holds no figure."""
MAX_CELL_CHARACTERS = 2_000
MAX_ROWS_SPANNED = 20
_PIECES = 5_000
_CELLS = ("td", "th")
_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"))
_KEPT_IN_CELLS = frozenset(
    ("a", "abbr", "address", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn",
     "div", "em", "font", "i", "img", "ins", "kbd", "mark", "nobr", "p", "s", "samp", "script",
     "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr")
)  # fmt: skip
"""What trafilatura reads in a cell; of other elements, or behind them, it loses text."""
_BLOCKS = frozenset(
    ("p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "td", "th", "blockquote", "pre",
     "section", "caption", "summary", "ul", "ol", "dl", "table", "tbody", "article", "aside",
     "center", "figure", "figcaption", "footer", "header", "legend", "main", "nav")
)  # fmt: skip
_ITEMS = frozenset(("li", "tr", "dt"))
_NO_TEXT = frozenset(("script", "style", "iframe", "video", "button"))


def plain_tables(tree: HtmlElement) -> None:
    """Change the tables of `tree`, the innermost first."""
    cells_of: dict[HtmlElement, list[HtmlElement]] = {table: [] for table in tree.iter("table")}
    for cell in tree.iter(*_CELLS):
        owner = next(cell.iterancestors("table"), None)
        if owner is not None:
            cells_of[owner].append(cell)
    for table, cells in reversed(cells_of.items()):
        if next(table.iterancestors("li", "dd"), None) is not None:
            _replace_with_text(table)
        elif _is_arranging(table, cells):
            _to_blocks(table, cells)
        else:
            for cell in cells:
                _flatten(cell)
            _fill_spanned_rows(cells)


def _is_arranging(table: HtmlElement, cells: list[HtmlElement]) -> bool:
    if (table.get("role") or "") in ("presentation", "none"):
        return True
    if any(cell.tag == "th" for cell in cells):
        return False
    return any(
        cell.find(".//table") is not None
        or (_has_parts(cell) and _reaches(cell, ARRANGING_CHARACTERS))
        for cell in cells
    )


def _has_parts(cell: HtmlElement) -> bool:
    if next(cell.iter("h1", "h2", "h3"), None) is not None:
        return True
    return sum(1 for _ in islice(cell.iter("p", "ul", "ol"), 2)) > 1


def _reaches(cell: HtmlElement, characters: int) -> bool:
    """Whether `cell` has so much text."""
    found = 0
    for text in islice(cell.itertext(), _PIECES):
        found += len(text.strip())
        if found >= characters:
            return True
    return False


def _to_blocks(table: HtmlElement, cells: list[HtmlElement]) -> None:
    table.tag = "div"
    table.attrib.clear()
    for cell in cells:
        for part in (cell, *cell.iterancestors(*_PARTS)):
            if part.tag == "table":  # one around this
                break
            part.tag = "div"
            part.attrib.clear()


def _flatten(cell: HtmlElement) -> None:
    """One line of text in place of what stands in `cell`, if some of it would be lost."""
    if all(child.tag in _KEPT_IN_CELLS for child in cell.iterdescendants(etree.Element)):
        return
    text = _line(cell)
    for child in list(cell):
        cell.remove(child)
    cell.text = text


def _replace_with_text(table: HtmlElement) -> None:
    text, tail = f" {_line(table)} ", table.tail
    for child in list(table):
        table.remove(child)
    table.tag, table.text, table.tail = "span", text, tail


def _line(element: HtmlElement) -> str:
    """The text in `element` on one line: its items are parted by semicolons."""
    text = " ".join("".join(islice(_pieces(element), _PIECES)).split())
    items = (item.strip() for item in text.split(";"))
    return "; ".join(item for item in items if item)[:MAX_CELL_CHARACTERS]


def _pieces(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element.iterdescendants():
        tag = child.tag if isinstance(child.tag, str) else ""
        yield "; " if tag in _ITEMS else " " if tag in _BLOCKS else ""
        if tag not in _NO_TEXT:
            yield child.text or ""
        if len(child) == 0:
            yield from _behind(child, element)


def _behind(child: HtmlElement, top: HtmlElement) -> Iterator[str]:
    """The text behind `child` and behind each element that ends with it, up to `top`."""
    at = child
    while at is not top:
        yield f" {at.tail or ''}" if at.tag in _BLOCKS or at.tag in _ITEMS else at.tail or ""
        if at.getnext() is not None:
            return
        at = at.getparent()


def _fill_spanned_rows(cells: list[HtmlElement]) -> None:
    """Repeat a cell that spans rows in each of them."""
    for cell in cells:
        span = cell.get("rowspan") or ""
        row = cell.getparent()
        if not (span.isascii() and span.isdigit()) or row is None:
            continue
        del cell.attrib["rowspan"]
        place = row.index(cell)
        text = _line(cell)
        for _ in range(min(int(span[:4]), MAX_ROWS_SPANNED) - 1):
            row = row.getnext()
            if row is None or row.tag != "tr":
                break
            copy = row.makeelement(cell.tag)
            copy.text = text
            row.insert(min(place, len(row)), copy)
