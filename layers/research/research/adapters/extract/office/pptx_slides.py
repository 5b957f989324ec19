"""Reads PowerPoint files: slide by slide its title, text, tables, diagrams and speaker notes.

Element names are those of ECMA-376, part 1 (DrawingML, PresentationML). python-pptx would bring
Pillow, which is larger than all our other readers together, to read the same elements.
"""

from collections.abc import Iterator

from lxml.etree import _Element

from research.adapters.extract.charset_and_language import language_of
from research.adapters.extract.office.opc_parts import properties_of, related
from research.adapters.extract.office.zip_package import ZipPackage
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import clean_line, is_like_title, table_row, text_of_lines

MAX_SLIDES = 500
MAX_TABLE_ROWS = 2_000
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = "ppt/presentation.xml"
_TITLES = frozenset(("title", "ctrTitle"))
_EDGES = frozenset(("dt", "ftr", "hdr", "sldNum", "sldImg"))
"""Placeholders for a slide's date, foot, head, number and, on its notes, picture."""
_OFF = frozenset(("0", "false"))


def extract_pptx(page: Page) -> Document:
    """The document in a PowerPoint file, without hidden slides and shapes.

    Raises `ExtractError` for a broken one, or one that unpacks to more than it should.
    """
    with ZipPackage(page.body) as package:
        text = text_of_lines(_slides(package))
        properties = properties_of(package)
    first = text.partition("\n")[0]
    named = "" if properties.title == "PowerPoint Presentation" else properties.title
    return Document(
        kind=SourceKind.PPTX,
        text=text,
        title=named or (clean_line(first) if is_like_title(first) else ""),
        author=properties.author,
        published=properties.changed,
        language=language_of(text, properties.language),
    )


def _slides(package: ZipPackage) -> Iterator[str]:
    """The lines of each slide in the order of the show."""
    parts = {key: name for key, _, name in related(package, _MAIN)}
    listed = package.xml(_MAIN).iterfind(f"{_P}sldIdLst/{_P}sldId")
    for slide in [parts.get(entry.get(f"{_R}id", ""), "") for entry in listed][:MAX_SLIDES]:
        root = package.xml(slide)
        if root.get("show") in _OFF:
            continue
        yield from _shapes(root)
        for _, kind, name in related(package, slide):
            if kind == "diagramData":
                yield from _paragraphs(package.xml(name))
            elif kind == "notesSlide":
                yield from _shapes(package.xml(name))


def _shapes(root: _Element) -> Iterator[str]:
    """The lines of a slide: its titles, then its other shapes in the order they are drawn."""
    tree = root.find(f"{_P}cSld/{_P}spTree")
    shapes = list(_flat(tree)) if tree is not None else []
    shapes.sort(key=lambda shape: _placeholder(shape) not in _TITLES)
    for shape in shapes:
        if _placeholder(shape) not in _EDGES:
            yield from _shape(shape)


def _flat(group: _Element) -> Iterator[_Element]:
    """The visible shapes of a group and of the groups in it."""
    for child in group:
        shown = child.find(f"./*/{_P}cNvPr")
        if shown is not None and shown.get("hidden") not in {None, *_OFF}:
            continue
        if child.tag == f"{_P}grpSp":
            yield from _flat(child)
        elif child.tag == f"{_MC}AlternateContent":
            yield from _flat(child[0] if len(child) else child)
        elif isinstance(child.tag, str):
            yield child


def _placeholder(shape: _Element) -> str:
    """What a shape is a placeholder for; empty for any other shape."""
    found = shape.find(f"./*/{_P}nvPr/{_P}ph")
    return "" if found is None else found.get("type", "body")


def _shape(shape: _Element) -> Iterator[str]:
    table = next(shape.iter(f"{_A}tbl"), None)
    if table is None:
        yield from _paragraphs(shape)
        return
    for row in list(table.iterfind(f"{_A}tr"))[:MAX_TABLE_ROWS]:
        yield table_row("\n".join(_paragraphs(cell)) for cell in row.iterfind(f"{_A}tc"))


def _paragraphs(parent: _Element) -> Iterator[str]:
    for paragraph in parent.iter(f"{_A}p"):
        pieces = (_piece(part) for part in paragraph)
        yield "".join(pieces).replace("\n", " ")


def _piece(part: _Element) -> str:
    """The text of a run or a field; a line break is a blank: it is set by the slide's width."""
    if part.tag == f"{_A}br":
        return " "
    is_number = part.tag == f"{_A}fld" and part.get("type", "").startswith("slidenum")
    return "" if is_number else "".join(text.text or "" for text in part.iter(f"{_A}t"))
