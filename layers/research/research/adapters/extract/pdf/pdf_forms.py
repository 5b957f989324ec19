"""Reads what is filled in on a PDF page's form: no page's content has it, only its widgets.

Names are those of ISO 32000-1, 12.7 (interactive forms) and 12.5.6.19 (widgets).
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pypdf import PageObject

from research.text.cleaning import clean_line

MAX_FIELDS = 500
MAX_VALUE_CHARACTERS = 2_000
MAX_PARENTS = 20
_HIDDEN = 0x2 | 0x20
"""Of a widget's flags /F: hidden, and not to be viewed."""
_PASSWORD = 0x2000
"""Of a text field's flags /Ff: what is typed is not to be seen."""
_PUSH_BUTTON = 0x10000


def form_lines(page: PageObject, shown: str) -> Iterator[str]:
    """A line for each field of `page` that is filled in, with its name: "Rent: 84,000 euros".

    A value that the page's text `shown` has already is left out.
    """
    for widget in islice(_widgets(page), MAX_FIELDS):
        flags = _inherited(widget, "/Ff") or 0
        value = _value(widget, flags)
        if value and value not in shown:
            name = _inherited(widget, "/TU") or _inherited(widget, "/T") or ""
            yield (
                f"{label}: {value}" if (label := clean_line(str(name), 200).rstrip(":")) else value
            )


def _widgets(page: PageObject) -> Iterator[Any]:
    annotations = page.get("/Annots")
    for entry in (annotations.get_object() or ()) if annotations is not None else ():
        widget = entry.get_object()
        if widget.get("/Subtype") == "/Widget" and not int(widget.get("/F", 0)) & _HIDDEN:
            yield widget


def _value(widget: Any, flags: int) -> str:
    """What a reader sees in a field: its text, its choice, or "yes" for a box that is ticked."""
    kind, value = _inherited(widget, "/FT"), _inherited(widget, "/V")
    if kind == "/Btn":
        state = widget.get("/AS")
        is_on = state is not None and state != "/Off" and not flags & _PUSH_BUTTON
        return "yes" if is_on else ""
    if kind not in ("/Tx", "/Ch") or value is None or (kind == "/Tx" and flags & _PASSWORD):
        return ""
    chosen = value if isinstance(value, list) else [value]
    return clean_line(", ".join(str(one) for one in chosen), MAX_VALUE_CHARACTERS)


def _inherited(widget: Any, key: str) -> Any:
    """The attribute `key` of a field, or of the field that it is part of."""
    at = widget
    for _ in range(MAX_PARENTS):
        if (found := at.get(key)) is not None:
            return found.get_object()
        parent = at.get("/Parent")
        if parent is None:
            return None
        at = parent.get_object()
    return None
