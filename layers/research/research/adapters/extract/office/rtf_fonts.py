"""Tells in which code page each font of an RTF file writes its characters, and decodes them.

Names of controls are those of the Rich Text Format Specification 1.9.1 (Microsoft).
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

_MAX_HEAD_CHARACTERS = 20_000
_MAX_TABLE_CHARACTERS = 200_000
_LATIN = "cp1252"
_DEFAULT = re.compile(r"\\(?:ansicpg(?P<page>\d{1,5})|(?P<set>mac|pca?)(?![a-z]))")
_DEFAULT_FONT = re.compile(r"\\deff(\d{1,5})")
_TABLE = re.compile(r"\{\\fonttbl")
_FONT = re.compile(r"\\f(\d{1,5})(?!\d)")
_CHARSET = re.compile(r"\\fcharset(\d{1,3})")
_PAGE = re.compile(r"\\cpg(\d{1,5})")
_CONTROL = re.compile(r"\\[a-z]{1,32}-?\d{0,10} ?|[{}\r\n]")
_SETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CODE_PAGES = {
    0: _LATIN, 77: "mac_roman", 78: "cp932", 79: "cp950", 80: "cp949", 81: "mac_arabic",
    82: "cp1255", 83: "mac_greek", 84: "mac_cyrillic", 85: "cp936", 86: "mac_romanian",
    87: "mac_cyrillic", 88: "cp874", 89: "mac_latin2", 128: "cp932", 129: "cp949", 130: "johab",
    134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
"""By `\\fcharset`; 1 and 2, the default's and symbols, are not here."""
_NAMED = {"ce": 238, "cyr": 204, "greek": 161, "tur": 162, "baltic": 186, "(hebrew)": 177,
          "(arabic)": 178, "(thai)": 222, "(vietnamese)": 163}  # fmt: skip
"""By the last word of a font's name, where Windows once told the charset: "Arial CYR"."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The codecs of a file's fonts by number, and what holds where a font says nothing."""

    default: str
    default_font: str
    by_font: Mapping[str, str]

    def codec(self, font: str) -> str:
        """The name of the codec of `font`, a number."""
        return self.by_font.get(font, self.default)


@dataclass(slots=True)
class Characters:
    """Bytes on their way to characters: one of East Asia may come in two controls."""

    _left: bytes = b""
    _codec: str = _LATIN

    def take(self, data: bytes, codec: str) -> str:
        """The characters that `data` completes; the beginning of another is kept."""
        if data.isascii() and not self._left:
            return data.decode("ascii")
        before = self.end() if codec != self._codec else ""
        decoder = codecs.getincrementaldecoder(codec)("replace")
        text = decoder.decode(self._left + data)
        self._left, self._codec = decoder.getstate()[0], codec
        return before + text

    def end(self) -> str:
        """What is left of a character that never ended."""
        left, self._left = self._left, b""
        return left.decode(self._codec, "replace")


def fonts_of(rtf: str) -> Fonts:
    """The fonts of the file `rtf`."""
    head = rtf[:_MAX_HEAD_CHARACTERS]
    default = _LATIN
    for found in _DEFAULT.finditer(head):
        default = _SETS.get(found["set"] or "") or _known(f"cp{found['page']}", default)
    first = _DEFAULT_FONT.search(head)
    table = _table(rtf)
    starts = [*_FONT.finditer(table)]
    by_font = {
        found[1]: _codec_of(table[found.end() : after.start() if after else len(table)], default)
        for found, after in zip_longest(starts, starts[1:])
    }
    return Fonts(default, first[1] if first else "0", by_font)


def _table(rtf: str) -> str:
    """The group of the font table; empty where there is none."""
    start = _TABLE.search(rtf)
    if start is None:
        return ""
    table = rtf[start.end() : start.end() + _MAX_TABLE_CHARACTERS]
    depth = 1
    for brace in re.finditer(r"[{}]", table):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return table[: brace.start()]
    return table


def _codec_of(entry: str, default: str) -> str:
    """By what an entry of the table says: a code page, a charset, or its font's name."""
    if page := _PAGE.search(entry):
        return _known(f"cp{page[1]}", default)
    charset = _CHARSET.search(entry)
    number = int(charset[1]) if charset else None
    if number is None or number not in _CODE_PAGES:
        words = _CONTROL.sub(" ", entry.partition(";")[0]).lower().split()
        number = _NAMED.get(words[-1]) if len(words) > 1 else None
    return default if number is None else _CODE_PAGES[number]


def _known(codec: str, otherwise: str) -> str:
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return otherwise
