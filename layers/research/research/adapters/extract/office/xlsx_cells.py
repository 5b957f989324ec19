"""What the cells of an Excel sheet show, by their values and number formats."""

import re
from datetime import date, datetime, time, timedelta

from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_DECIMALS = re.compile(r"\.(0+)")
_LITERAL = re.compile(r'"([^"]{0,40})"|\[\$([^\]-]{0,10})[^\]]{0,10}\]|\\(.)|([ $€£¥])')
_DIGITS = re.compile(r"[0#?]")


def shown_in(cell: ReadOnlyCell | EmptyCell) -> str:
    """What a cell shows, but that numbers are not rounded; empty for an error's name."""
    value = cell.value
    if value is None or value in _ERRORS:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else " ".join(str(value).split())


def _number(value: float, number_format: str) -> str:
    """`value` with the unit that its format writes before or after it, such as "€", "t" or "%"."""
    form = number_format.partition(";")[0]
    percent = "%" in _LITERAL.sub("", form)
    # Excel keeps 15 significant digits (its specifications and limits).
    shown = f"{value * 100 if percent else value:.15g}"
    if "e" in shown:
        shown = f"{value:f}".rstrip("0").rstrip(".")
    decimals = _DECIMALS.search(form)
    if decimals and len(shown.partition(".")[2]) < len(decimals.group(1)):
        shown = f"{float(shown):.{len(decimals.group(1))}f}"
    digits = _DIGITS.search(_LITERAL.sub(lambda found: " " * len(found.group()), form))
    place = digits.start() if digits else 0
    before = "".join(_unit(found) for found in _LITERAL.finditer(form) if found.start() < place)
    after = "".join(_unit(found) for found in _LITERAL.finditer(form) if found.start() > place)
    return f"{before}{shown}{'%' if percent else ''}{after}".strip()


def _unit(literal: re.Match[str]) -> str:
    return next((group for group in literal.groups() if group), "")
