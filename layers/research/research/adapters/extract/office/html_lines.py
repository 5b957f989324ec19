"""Reads all text of HTML whose author wrote nothing but text: a book's chapter, a mail.

A web page has menus and banners around its text, so `trafilatura_html` searches for that; here the
search would lose short paragraphs, notes and verses.
"""

from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from research.adapters.extract.hidden_text import drop_hidden
from research.adapters.extract.html_tables import plain_tables
from research.domain.errors import ExtractError
from research.text.cleaning import table_row

MAX_ELEMENTS = 60_000
_NO_TEXT = ("head", "script", "style", "svg", "noscript", "template", "object", "iframe", "video",
            "audio", "select", "textarea", "rt", "rp", "nav")  # fmt: skip
_BLOCKS = frozenset(
    ("html", "body", "p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl",
     "dt", "dd", "blockquote", "pre", "section", "article", "aside", "header", "footer", "main",
     "figure", "figcaption", "table", "thead", "tbody", "tfoot", "caption", "hr", "center",
     "address", "tr")
)  # fmt: skip


def html_lines(html: bytes) -> Iterator[str]:
    """The blocks and table rows of `html`, which is UTF-8; a row's cells are parted by bars.

    Raises `ExtractError` for more than `MAX_ELEMENTS` elements.
    """
    if not html.strip():
        return
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = document_fromstring(html, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ExtractError(f"HTML that can't be read: {type(error).__name__}") from error
    if tree.xpath(f"boolean((//*)[{MAX_ELEMENTS + 1}])"):
        raise ExtractError(f"more than {MAX_ELEMENTS} elements")
    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)
    drop_hidden(tree)
    plain_tables(tree)
    for row in list(tree.iter("tr")):
        cells = [" ".join(map(str, cell.itertext())) for cell in row if cell.tag in ("td", "th")]
        for cell in list(row):
            row.remove(cell)
        row.text = table_row(cells)
    yield from "".join(_pieces(tree)).split("\n")


def _pieces(tree: HtmlElement) -> Iterator[str]:
    """The text of `tree`, a line break before and after each of its blocks."""
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        edge = "\n" if element.tag in _BLOCKS else ""
        if event == "start":
            text = element.text or ""
            yield edge + (text if element.tag == "pre" else " ".join(f"-{text}-".split())[1:-1])
        else:
            tail = element.tail or ""
            yield edge + " ".join(f"-{tail}-".split())[1:-1]
