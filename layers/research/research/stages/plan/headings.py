"""Headings of sections, as a model writes them: without Markdown, numbers and full stops."""

import re
from collections.abc import Collection

from research.text.cleaning import clean_line
from research.text.days.written_dates import month_names
from research.text.prompts.quoting import instructs_model
from research.text.terms import terms
from research.text.words.word_lists import read_words

MAX_HEADING_CHARACTERS = 60
_AROUND = " *_`"
_BEHIND = f"{_AROUND}.:;,"
_LEADING = re.compile(r"(?:#{1,6}|[-+•]|\(?\d{1,2}[.)](?=\s+(\S+)))\s+")
"""What makes a line a heading or a point of a list; of a number, the word behind it as well."""
_ABBREVIATIONS = read_words("sentence_ends", "abbreviations")
_AFTER_ORDINALS = read_words("sentence_ends", "behind ordinals") | month_names()
"""In "19. Jahrhundert" the number belongs to the heading."""


def heading_of(written: str, taken: Collection[str] = ()) -> str:
    """The heading in what a model `written` as one; empty where it is none, or among those `taken`,
    which are in lower case.
    """
    heading = without_marks(clean_line(written))
    return heading if is_heading(heading) and heading.casefold() not in taken else ""


def without_marks(written: str) -> str:
    """`written`, which is one line, without what marks it as a heading or ends a sentence."""
    bare = written.strip(_AROUND)
    while (mark := _LEADING.match(bare)) and (mark[1] or "").casefold() not in _AFTER_ORDINALS:
        bare = bare[mark.end() :].strip(_AROUND)
    ended = bare.rstrip(f"{_AROUND}:;,")
    return ended if _ends_in_abbreviation(ended) else bare.rstrip(_BEHIND)


def _ends_in_abbreviation(heading: str) -> bool:
    """Whether the full stop at its end is a part of its last word: "the U.S.", "Apple Inc."."""
    word = heading[:-1].rpartition(" ")[2]
    if not heading.endswith(".") or not word[-1:].isalnum():
        return False
    return "." in word or (word[0].isupper() and word.casefold() in _ABBREVIATIONS)


def is_heading(written: str) -> bool:
    """Whether `written` is a heading: short, in words, no question, no order to a model."""
    is_asked = written.endswith(("?", "？", "؟"))
    is_worded = bool(terms(written)) and any(map(str.isalpha, written))
    is_short = len(written) <= MAX_HEADING_CHARACTERS
    return is_worded and is_short and not is_asked and not instructs_model(written)
