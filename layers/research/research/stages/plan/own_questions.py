"""The questions that a query asks by itself, and what any subject has: what needs no model."""

import re
from collections.abc import Iterable, Sequence

from research.domain.question import Question, QuestionKind
from research.text.cleaning import capitalised, clean_line
from research.text.statements import ASKING, NEXT_QUESTION, asks_nothing
from research.text.terms import terms, words

MAX_ASKED = 4
"""Questions taken from the query itself; what it asks beyond them, the last of them asks too."""
_MAX_HEADING_CHARACTERS = 200
_MAX_SEARCH_TERMS = 12

_ASKS = re.compile(rf"{ASKING}\b", re.IGNORECASE)
_MIN_QUESTION_WORDS = 3
_ASPECTS = (
    (QuestionKind.NEXT, "What happens next", "plans, expectations, proposals and forecasts"),
    (QuestionKind.VOICES, "What people say", "statements, criticism and response"),
    (QuestionKind.FIGURES, "In figures", "numbers, amounts, money and percentages"),
    (QuestionKind.BACKGROUND, "Background", "history, causes and circumstances"),
    (QuestionKind.REST, "What else the sources say", "details"),
)
"""What any subject has: heading, and what belongs there. No search is made for these: with such
words search engines find pages about anything."""


def questions_without_model(query: str) -> tuple[Question, ...]:
    """First the questions that `query` asks, in its order; then what there is to say of any
    subject.
    """
    aspects = [
        Question(text=f"{query} {content}", search_query=query, heading=heading, kind=kind)
        for kind, heading, content in _ASPECTS
    ]
    return (*asked_questions(query), *aspects)


def asked_questions(query: str) -> list[Question]:
    """The questions that `query` asks, each searched with the subject of the first.

    What is said before them is no question, but what they are about.
    """
    parts = _parts(query)
    first = next((place for place, part in enumerate(parts) if not asks_nothing(part)), 0)
    return [
        Question(
            text=_as_question(part),
            search_query=_search_query(part, parts),
            heading=_as_question(part),
        )
        for part in parts[first:]
    ]


def _parts(query: str) -> list[str]:
    """`query` parted where it asks again.

    What is too short to be a question, such as "and why?", stays with the one before it.
    """
    starts, ends = [0], []
    for boundary in NEXT_QUESTION.finditer(query):
        before, after = query[starts[-1] : boundary.start()], query[boundary.end() :]
        next_boundary = NEXT_QUESTION.search(after)
        following = after[: next_boundary.start()] if next_boundary else after
        short = min(len(words(before)), len(words(following))) < _MIN_QUESTION_WORDS
        if not short and len(starts) < MAX_ASKED:
            ends.append(boundary.start())
            starts.append(boundary.end())
    parts = [query[s:e].strip(" ,;") for s, e in zip(starts, [*ends, len(query)], strict=True)]
    return [part for part in parts if part]


def _search_query(part: str, parts: Sequence[str]) -> str:
    """The words to search for `part`: its own, and before them the first part's, the subject."""
    return part if len(parts) == 1 else words_about(parts[0], part)


def words_about(subject: str, text: str) -> str:
    """The words to search for `text`, which leans on `subject`: of that first, then its own."""
    return _unique_words([*_content_words(subject), *_content_words(text)])


def _content_words(text: str) -> list[str]:
    """The words of `text`, as written, that are not stop words."""
    return [word for word in words(text) if terms(word)]


def _unique_words(found: Iterable[str]) -> str:
    """The first `_MAX_SEARCH_TERMS` different words, in order."""
    kept = {word.casefold(): word for word in reversed(list(found))}
    return " ".join(list(reversed(kept.values()))[:_MAX_SEARCH_TERMS])


def _as_question(part: str) -> str:
    line = clean_line(part, _MAX_HEADING_CHARACTERS)
    line = capitalised(line)
    return f"{line}?" if _ASKS.match(line) and not line.endswith("?") else line
