"""PDF files of text at given places, for tests."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

LEFT = [
    "The reservoir above Kolm holds eleven",
    "million cubic metres of water, and it",
    "supplies the city of Tarn through two",
    "tunnels. The turbines below give 46 mega-",
    "watts in spring.",
]
RIGHT = [
    "Farmers in the valley take a fifth of",
    "the water in summer. The lake was last",
    "emptied in 2018 to mend the outlet, and",
    "fishing is allowed with a permit that",
    "costs 40 euros a year.",
]
THIRD = [
    "Tourists come in winter for the ice, and",
    "in the warm months for the ferries that",
    "cross from shore to shore. Most of them",
    "stay in the old town for one night and",
    "leave on the early train.",
]

Piece = tuple[float, float, str]
"""Left, baseline, text."""


def across(*columns: Sequence[str], lefts: Sequence[float] = (50, 310), top: float = 700,
           pitch: float = 14) -> list[Piece]:  # fmt: skip
    """Columns as pieces drawn line by line across."""
    return [
        (left, top - pitch * number, text)
        for number, row in enumerate(zip_longest(*columns))
        for left, text in zip(lefts, row, strict=True)
        if text
    ]


def down(*columns: Sequence[str], lefts: Sequence[float] = (50, 310)) -> list[Piece]:
    """Columns as pieces drawn one column after the other."""
    return sorted(across(*columns, lefts=lefts), key=lambda piece: piece[0])


def placed_pdf(*pages: Iterable[Piece], one_object: bool = False, size: float = 11,
               to_unicode: str = "") -> bytes:  # fmt: skip
    """A PDF of pages of pieces in Helvetica; `one_object` moves by `Td` within one text object."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", ""]
    if to_unicode:
        cmap = f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap {to_unicode} endcmap"
        objects.append(f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream")
        font += " /ToUnicode 4 0 R"
    objects[2] = font + " >>"
    kids = []
    for pieces in pages:
        content = _content(list(pieces), size, one_object)
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
                       f" /Contents {len(objects)} 0 R"
                       " /Resources << /Font << /F1 3 0 R >> >> >>")  # fmt: skip
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file(objects)


def _content(pieces: Sequence[Piece], size: float, one_object: bool) -> str:
    if not one_object:
        return "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, text in pieces
        )
    at, moves = (0.0, 0.0), []
    for x, y, text in pieces:
        moves.append(f"{x - at[0]} {y - at[1]} Td ({text}) Tj")
        at = x, y
    return f"BT /F1 {size} Tf {' '.join(moves)} ET"


def _file(objects: Sequence[str]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        body
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
            f"trailer << /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{len(body)}\n%%EOF"
        ).encode()
    )
