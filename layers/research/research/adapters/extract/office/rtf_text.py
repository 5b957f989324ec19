"""Reads Rich Text Format with striprtf, once what its reader does not see is taken out.

striprtf knows the characters and the destinations of RTF, and neither tracked deletions, hidden
text, notes and text boxes nor what is a cell. Control words are those of RTF 1.9.1 (Microsoft).
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from striprtf.striprtf import rtf_to_text

from research.adapters.extract.charset_and_language import language_of
from research.adapters.extract.office.rtf_fonts import Characters, Fonts, fonts_of
from research.adapters.extract.office.zip_package import BROKEN
from research.domain.errors import ExtractError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import clean_line, is_like_title, table_row, text_of_lines

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|((?:\\'[0-9a-fA-F]{2})+)|(\\[^a-zA-Z])|([{}])"
    r"|[\r\n]+|([^\\{}\r\n]+)"
)
_DAY = re.compile(r"\\(revtim|creatim)\\yr(\d{4})\\mo(\d\d?)\\dy(\d\d?)")
_NOT_PLAIN = re.compile(r"[\\{}]|[^\x00-\x7f]")
_CELL = "\ue000"
"""Stands at a cell's end: of Unicode's private use, so no text has it."""
_DROPPED = frozenset(("pict", "fldinst", "objdata", "stylesheet", "themedata", "datastore"))
_ASIDE = frozenset(("footnote", "shptxt", "dptxbxtext"))
_OFF = "0"


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces."""

    sink: str = "main"
    """Where its text goes; empty: nowhere."""
    is_deleted: bool = False
    is_hidden: bool = False
    font: str = ""
    stand_ins: int = 1
    """Characters behind one of Unicode that stand for it in programs that know none."""


@dataclass(slots=True)
class _Parts:
    """The RTF of each part of a file, in pieces."""

    sinks: dict[str, list[str]] = field(
        default_factory=lambda: {"main": [], "aside": [], "title": [], "author": []}
    )
    in_table: bool = False
    characters: Characters = field(default_factory=Characters)
    skipped: int = 0
    """Stand-ins that are still to come."""

    def add_bytes(self, group: _Group, data: bytes, codec: str) -> None:
        """Add what `data` says in `codec`, without the stand-ins at its beginning."""
        left = data[self.skipped :]
        self.skipped -= len(data) - len(left)
        text = self.characters.take(left, codec) if left else ""
        self.add(group, _NOT_PLAIN.sub(_as_rtf, text))

    def add(self, group: _Group, rtf: str) -> None:
        if group.sink and not group.is_deleted and not group.is_hidden:
            self.sinks[group.sink].append(rtf)

    def end_paragraph(self) -> None:
        """End a paragraph of the main text; the notes and text boxes it holds follow it."""
        aside = self.sinks["aside"]
        self.sinks["main"] += ["\\par ", *(["{", *aside, "}\\par "] if aside else [])]
        aside.clear()


def extract_rtf(page: Page) -> Document:
    """The document in an RTF file, with tracked changes accepted.

    Raises `ExtractError` for one that can't be read.
    """
    rtf = page.body.decode("latin-1")
    try:
        parts = _parts(rtf, fonts_of(rtf))
        main = _plain("".join(parts.sinks["main"]))
        title, author = (
            clean_line(_plain(f"{{\\rtf1 {''.join(parts.sinks[name])}}}"))
            for name in ("title", "author")
        )
    except BROKEN as error:
        reason = clean_line(str(error), 120) or type(error).__name__
        raise ExtractError(f"an RTF file that can't be read: {reason}") from error
    text = text_of_lines(
        table_row(line.split(_CELL)) if _CELL in line else line for line in main.split("\n")
    )
    first = text.partition("\n")[0]
    return Document(
        kind=SourceKind.RTF,
        text=text,
        title=title or (first if is_like_title(first) else ""),
        author=author[:200],
        published=_changed(rtf),
        language=language_of(text),
    )


def _plain(rtf: str) -> str:
    """`rtf` as text. The two halves of a character beyond U+FFFF are written as two in RTF."""
    text = str(rtf_to_text(rtf, errors="replace"))  # type: ignore[no-untyped-call]
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _changed(rtf: str) -> date | None:
    days = {found[1]: found.groups()[1:] for found in _DAY.finditer(rtf[:100_000])}
    year, month, day = days.get("revtim") or days.get("creatim") or ("0", "0", "0")
    with suppress(ValueError):
        return date(int(year), int(month), int(day))
    return None


def _parts(rtf: str, fonts: Fonts) -> _Parts:
    parts = _Parts()
    stack = [_Group(font=fonts.default_font)]
    at = 0
    while found := _TOKEN.match(rtf, at):
        at = found.end()
        word, number, codes, symbol, brace, text = found.groups()
        group = stack[-1]
        if codes or text:
            data = bytes.fromhex(codes.replace("\\'", "")) if codes else text.encode("latin-1")
            parts.add_bytes(group, data, fonts.codec(group.font))
            continue
        parts.skipped = 0
        parts.add(group, _NOT_PLAIN.sub(_as_rtf, parts.characters.end()))
        if word == "bin":
            at += max(0, int(number or 0))
        elif word:
            stack[-1] = _after(group, word, number or "", found.group(), parts)
            if word == "plain":
                stack[-1] = replace(stack[-1], font=fonts.default_font)
        elif brace == "{":
            parts.add(group, brace)
            stack.append(group)
        elif brace:
            if len(stack) > 1:
                stack.pop()
            parts.add(stack[-1], brace)
        elif symbol:
            parts.add(group, symbol)
    parts.end_paragraph()
    return parts


def _as_rtf(found: re.Match[str]) -> str:
    """A character as a control that no font changes."""
    character = found.group()
    if character.isascii():
        return f"\\{character}"
    halves = character.encode("utf-16-le")
    numbers = (int.from_bytes(halves[n : n + 2], "little") for n in range(0, len(halves), 2))
    return "".join(f"\\u{number}?" for number in numbers)


def _after(group: _Group, word: str, number: str, rtf: str, parts: _Parts) -> _Group:
    """What holds in `group` from the control `word` on, which is added to `parts` as `rtf`."""
    if word in _DROPPED:
        return replace(group, sink="")
    if word in _ASIDE:
        parts.add(replace(group, sink="aside"), "\\par ")
        return replace(group, sink="aside")
    if word in ("title", "author"):
        return replace(group, sink=word)
    if word == "deleted":
        return replace(group, is_deleted=number != _OFF)
    if word in ("f", "uc", "u"):
        return _after_characters(group, word, number, parts)
    if word == "v":
        return replace(group, is_hidden=number != _OFF)
    if word == "plain":
        group = replace(group, is_deleted=False, is_hidden=False)
    if group.sink == "main":
        _add_main(group, word, rtf, parts)
    else:
        parts.add(group, rtf)
    return group


def _after_characters(group: _Group, word: str, number: str, parts: _Parts) -> _Group:
    """As `_after`, for a font, the count of stand-ins and a character of Unicode."""
    if word == "f":
        return replace(group, font=number)
    if word == "uc":
        return replace(group, stand_ins=max(0, int(number or 1)))
    parts.skipped = group.stand_ins
    parts.add(group, f"\\u{number}?")
    return group


def _add_main(group: _Group, word: str, rtf: str, parts: _Parts) -> None:
    """Add the control `word` of the main text, where paragraphs and cells end."""
    if word in ("intbl", "pard"):
        parts.in_table = word == "intbl"
    if word in ("cell", "nestcell"):
        parts.add(group, f"\\u{ord(_CELL) - 0x10000}?")
    elif word == "par" and parts.in_table:
        parts.add(group, " ")
    elif word in ("par", "row", "sect", "page"):
        parts.end_paragraph()
    else:
        parts.add(group, rtf)
