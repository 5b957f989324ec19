"""Cleans extracted text: visible characters, single spaces, one newline between paragraphs.

Positions in a source refer to cleaned text, so everything that changes text happens here.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

MAX_TEXT_CHARACTERS = 1_000_000
MAX_TITLE_CHARACTERS = 300
MAX_MARKS_IN_A_ROW = 30
"""Unicode's Stream-Safe Text Format (UAX 15, section 13); sorting longer runs is quadratic."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Drawn as nothing, so they can hide words from a reader or part them for a search: controls, soft
# hyphens, zero-width and bidi controls, tag characters, variation selectors (but the two that
# choose text or emoji style), lone surrogates, noncharacters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\ufff0-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e0fff]"
)
# Joiners shape the words of Arabic and Indic scripts and emoji; elsewhere they only hide.
_STRAY_JOINERS = re.compile("(?<![\u0600-\u1fff\u2190-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff])"
                            "[\u200c\u200d]+")  # fmt: skip
_BLANKS = re.compile("(?:[^\\S\n]|[\u115f\u1160\u2800\u3164\uffa0])+")
_UNCOUNTED = re.compile(r"[^\w\s]{31,}")
_BULLET = re.compile(r"(?:[•▪◦‣·*\u2013—-]|\(?\w{1,3}[.)])\s")
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_EAST_ASIAN_FROM = "\u2e80"
_CJK = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")


def clean_text(text: str) -> str:
    """`text` as paragraphs separated by one newline each, at most `MAX_TEXT_CHARACTERS` in all.

    NFC; no control, zero-width or bidi control character, no lone surrogate; no blank at either
    end of a line or two in a row; no empty line. Cleaning what is clean changes nothing.
    """
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text[: 2 * MAX_TEXT_CHARACTERS]))
    text = unicodedata.normalize("NFC", _UNCOUNTED.sub(_thin_marks, text))
    text = _BLANKS.sub(" ", _STRAY_JOINERS.sub("", text))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_TEXT_CHARACTERS].rstrip()


def text_of_lines(lines: Iterable[str]) -> str:
    """`lines` as cleaned text. No more of them are asked for than `MAX_TEXT_CHARACTERS` hold."""
    kept: list[str] = []
    characters = 0
    for line in lines:
        kept.append(line)
        characters += len(line) + 1
        if characters > MAX_TEXT_CHARACTERS:
            break
    return clean_text("\n".join(kept))


def title_of(query: str) -> str:
    """`query` as a title: what a report is called that no model named."""
    return capitalised(query)


def clean_line(text: str, limit: int = MAX_TITLE_CHARACTERS) -> str:
    """`text` cleaned and on one line, at most `limit` characters: a title, a name."""
    return clean_text(text[: 4 * limit]).replace("\n", " ")[:limit].rstrip()


def reading_length(text: str) -> int:
    """The characters of `text`; those of East Asia count twice: they say as much as two others."""
    return len(text) + sum(character >= _EAST_ASIAN_FROM for character in text)


def join_wrapped_lines(lines: Sequence[str]) -> list[str]:
    """Paragraphs from lines broken to a page's width; an empty line always parts.

    A line runs on when it is at least seven tenths as long as nine in ten of the lines are, or
    when the next starts in lower case; a hyphen at a line's end before a lower-case letter goes.
    """
    lengths = sorted(len(line) for line in lines if line.strip())
    if not lengths:
        return []
    full = 0.7 * lengths[len(lengths) * 9 // 10]
    paragraphs: list[str] = []
    before = ""
    for line in map(str.strip, lines):
        if line and before and _runs_on(before, line, full):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        elif line:
            paragraphs.append(line)
        before = line
    return paragraphs


def is_like_title(line: str) -> bool:
    """Whether a text's first line looks like its title: short, and no sentence."""
    return 3 <= len(line) <= 150 and not line.endswith((".", "!", ";", ",", ":", "。", "،", "؛"))


def table_row(cells: Iterable[str]) -> str:
    """A table's row as a line: its cells that say something, parted by bars."""
    return " | ".join(cell for raw in cells if (cell := " ".join(raw.split())))


def _runs_on(before: str, line: str, full: float) -> bool:
    if _BULLET.match(line):
        return False
    return len(before) >= full or line[0].islower()


def _joined(before: str, line: str) -> str:
    if _HYPHENATED.search(before) and line[0].islower():
        return before[:-1] + line
    if _CJK.match(before[-1]) and _CJK.match(line[0]):
        return before + line
    return f"{before} {line}"


def _thin_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run.group():
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MAX_MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def capitalised(text: str) -> str:
    """`text` with a capital at its beginning, as a sentence has that was cut from a longer one."""
    return text[:1].upper() + text[1:]
