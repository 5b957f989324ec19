"""Where sentences begin and end, as positions in the text they stand in.

The rules are few and made for prose on the web: a paragraph ends every sentence; a full stop ends
one unless it belongs to an abbreviation, an initial or a number; after an abbreviation that ends
sentences too ("the U.S."), only a word that opens sentences begins another: a sentence that is too
long can be left out, half of one would be quoted. A closing quote or bracket belongs to the
sentence before it. The marks of every script are those of Unicode's property Sentence_Terminal.
Thai and Lao have none: there a blank between two long runs of letters ends a sentence, unless what
follows goes on, with "and" or "which"; shorter runs are names and the items of a list. For Thai a
model finds more, where it is installed.
"""

import re
from collections.abc import Iterator

from research.domain.value import Span
from research.text.days.written_dates import month_names
from research.text.thai.sentence_ends import MAX_CHARACTERS as MAX_THAI_CHARACTERS
from research.text.thai.sentence_ends import thai_ends
from research.text.words.word_lists import read_words

MAX_SENTENCE_CHARACTERS = 1_500
"""A text without stops is cut there, between words: no sentence is so long."""
_PARAGRAPH = re.compile(r"[^\n]+")
_WIDE_STOPS = "".join(read_words("sentence_ends", "marks that need no space"))
_SPACED_STOPS = "".join(read_words("sentence_ends", "marks before a space"))
TERMINALS = _WIDE_STOPS + _SPACED_STOPS
"""The characters that end a sentence in some script."""
_OPENING = "“‘«"
_BOUNDARY = re.compile(
    rf"""(?: (?<![{_SPACED_STOPS}]) [{_SPACED_STOPS}]++ [\"'”’»)\]]*+ (?=\s)  # read once
      | (?<=[\w”’»)\]]) [.!?…]++ [\"'”’»)\]]*+ (?=[{_OPENING}]?[^\W\d_])
      | (?: [{_WIDE_STOPS}]+ | ፡፡ ) [」』”’»)\]）]*
      | (?<=[\u0370-\u03ff\u1f00-\u1fff]) ; (?=\s)  # the question mark of Greek
      | [ ] (?=[\u0e01-\u0e2e\u0e40-\u0e44\u0e81-\u0eae\u0ec0-\u0ec4]) )""",
    re.VERBOSE,
)
_IN_BOUNDARIES = frozenset(f"{TERMINALS}{_OPENING}\"'”’»)]」』）፡; ")
"""All that `_BOUNDARY` takes in, and what it looks at behind that but for one letter."""
STRETCH_CHARACTERS = 50_000
MOST_MARKS = 100_000
"""A stretch of nothing but marks is parted here: no text has so many, and an attack a million."""
_NEXT = re.compile(r"\s*[\"'“‘«(\[]*(\S)")
_LAST_WORD = re.compile(r"(\S+)$")
_LOOK_BACK = 40
"""Longer than what a stop can belong to, and short: a page may have a stop in every other place."""
_BEFORE_NAMES = read_words("sentence_ends", "abbreviations before others")
_ABBREVIATIONS = _BEFORE_NAMES | read_words("sentence_ends", "abbreviations")
_WITH_CAPITAL = read_words("sentence_ends", "abbreviations with a capital")
_AFTER_ORDINALS = read_words("sentence_ends", "behind ordinals") | month_names()
_GOES_ON = tuple(read_words("sentence_ends", "what goes on behind a blank"))
_MIN_UNMARKED = 25
"""Characters of a Thai sentence, at least; of the run of letters on either side of its end, some
half of it: names and items of lists are shorter."""
_MIN_RUN = 13
_YEAR = re.compile(r"(?:1[89]|2[0-6])\d\d$")
_RUN = re.compile(r"[^\s\d]*")
_OPENERS = read_words("sentence_ends", "sentence openers")
_OPENER = re.compile(r"([^\W\d_]{1,12})(?![.\w])")
_WHOLE_WORD = re.compile(r"[“‘«]?((?!\d)\w(?:(?!_)[^\W\d]){0,30})(?:['’]\w{1,3})?[,;:]?(?=\s)")
_IN_NAMES = re.compile(r"[./\\@_:#=&]")
"""What stands in addresses, and in names that programmers give."""
_SUFFIXES = read_words("sentence_ends", "behind the stop of a name")
_WORD = re.compile(r"[^\W\d_]{1,12}+(?![\w])")
_ORDINAL = re.compile(r"(?<![\w.,])\d{1,2}$")
_THAI = re.compile("[\u0e01-\u0e2e]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_TIME_ZONES = re.compile(r"(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|IST|JST)\b")


def sentence_spans(text: str) -> Iterator[Span]:
    """The sentences of `text` in order, without the white space around them."""
    has_thai = len(text) <= MAX_THAI_CHARACTERS and _THAI.search(text)
    for paragraph in _PARAGRAPH.finditer(text):
        first = start = paragraph.start()
        ends = thai_ends(paragraph.group()) if has_thai else frozenset()
        for boundary in _boundaries(text, first, paragraph.end()):
            is_known = boundary.start() - first in ends
            if is_known or _is_end(text, start, boundary, paragraph.end()):
                yield from _trimmed(text, start, boundary.end())
                start = boundary.end()
        yield from _trimmed(text, start, paragraph.end())


def _boundaries(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """As `_BOUNDARY.finditer`, a stretch at a time: while one pattern is looked for, all other
    threads wait, and a page may be one paragraph.
    """
    size = STRETCH_CHARACTERS
    while end - start > size:
        limit = start + size
        while limit > start and text[limit - 1] in _IN_BOUNDARIES:
            limit -= 1  # what may go on behind the stretch is left to the next
        if limit == start:
            if size < MOST_MARKS:
                size *= 2
                continue
            limit = start + size
        for boundary in _BOUNDARY.finditer(text, start, start + size):
            if boundary.start() >= limit:
                break
            yield boundary
        start, size = limit, STRETCH_CHARACTERS
    yield from _BOUNDARY.finditer(text, start, end)


def _is_end(text: str, start: int, boundary: re.Match[str], limit: int) -> bool:
    mark = boundary.group()
    if mark == " ":
        return _blank_ends_sentence(text, start, boundary.start(), limit)
    if mark[0] in _WIDE_STOPS or mark[0] in ";፡":
        return True
    following = _NEXT.match(text, boundary.end(), limit)
    if following is None:
        return True
    initial = following.group(1)
    if initial.islower():
        return False
    if not text[boundary.end()].isspace():
        return _ends_without_blank(text, start, boundary, limit)
    if mark[0] != "." or mark.startswith(".."):
        return True
    if _TIME_ZONES.match(text, following.start(1), limit):
        return False  # "5:45 p.m. ET"
    opener = _OPENER.match(text, following.start(1), limit)
    opens = opener is not None and opener.group(1).casefold() in _OPENERS
    word = _WORD.match(text, following.start(1), limit)
    if word is not None and word.group().casefold() in _AFTER_ORDINALS:
        number = _ORDINAL.search(text, max(start, boundary.start() - _LOOK_BACK), boundary.start())
        if number is not None:
            return False  # "am 5. März", "am 3. Okt."
    return _stop_ends_sentence(text, start, boundary.start(), opens=opens)


def _ends_without_blank(text: str, start: int, boundary: re.Match[str], limit: int) -> bool:
    """Whether a sentence ends though no blank follows: "on Wednesday.The ferry", not "Node.js".

    Behind it a word of small letters but its first must stand alone. Where that does not open
    sentences, it must not be a suffix, and the word before must be one of small letters.
    """
    stop = boundary.start()
    last = _LAST_WORD.search(text, max(start, stop - _LOOK_BACK), stop)
    first = _WHOLE_WORD.match(text, boundary.end(), limit)
    if last is None or first is None or _IN_NAMES.search(last.group(1)):
        return False
    if first.group(1).casefold() in _OPENERS:
        return _stop_ends_sentence(text, start, stop, opens=True)
    word = last.group(1).strip("\"'“‘«([”’»)]")
    is_word = len(word) > 2 and word.isalpha() and word.islower() and word not in _ABBREVIATIONS
    return is_word and len(first.group(1)) > 2 and first.group(1).casefold() not in _SUFFIXES


def _stop_ends_sentence(text: str, start: int, stop: int, *, opens: bool) -> bool:
    """Whether the stop at `stop` ends it; `opens`: what follows begins as sentences do."""
    last = _LAST_WORD.search(text, max(start, stop - _LOOK_BACK), stop)
    if last is None:
        return False
    word = last.group(1).strip("\"'“‘«([").casefold()
    if len(word) == 1 and word.isalpha():
        return False  # an initial: "J. Smith"
    if last.group(1).strip("\"'“‘«([") in _WITH_CAPITAL:
        return opens
    if word in _ABBREVIATIONS or _INITIALS.fullmatch(word):
        return opens and word not in _BEFORE_NAMES  # "W.M. Keck"; "the U.S. Senate"
    return not (word.isdigit() and len(word) < 3 and last.start() == start)


def _blank_ends_sentence(text: str, start: int, blank: int, limit: int) -> bool:
    """Whether the blank at `blank`, in front of a Thai or Lao letter, ends a sentence."""
    if blank - start < _MIN_UNMARKED or text.startswith(_GOES_ON, blank + 1):
        return False
    following = _RUN.match(text, blank + 1, min(limit, blank + 1 + _MIN_RUN))
    if following is None or len(following.group()) < _MIN_RUN:
        return False
    last = _LAST_WORD.search(text, max(start, blank - _LOOK_BACK), blank)
    if last is None:
        return False
    word = last.group(1)
    return bool(_YEAR.match(word)) or (len(word) >= _MIN_RUN and _is_unmarked(word[-1]))


def _is_unmarked(letter: str) -> bool:
    """Whether `letter` is of a script that has no mark for the end of a sentence."""
    return "\u0e00" <= letter <= "\u0eff"


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE_CHARACTERS:
        limit = start + MAX_SENTENCE_CHARACTERS
        blank = text.rfind(" ", start + 1, limit)
        cut = blank if blank > 0 else limit
        yield Span(start=start, end=cut)
        start = cut + (blank > 0)
    if start < end:
        yield Span(start=start, end=end)
