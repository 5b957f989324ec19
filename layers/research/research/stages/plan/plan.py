"""Plans without a model: the questions in the query, then what the first results talk about."""

import re
from collections.abc import Iterable, Sequence

from research.domain.question import Question, QuestionKind
from research.domain.source import SearchHit
from research.stages.plan.hit_subjects import subjects_of
from research.text.cleaning import clean_line
from research.text.terms import terms, words

MIN_QUESTIONS = 3
MAX_QUESTIONS = 6
MAX_ASKED = 4
"""Questions taken from the query itself; what it asks beyond them, the last of them asks too."""
MAX_SUBJECTS = 3
_MAX_HEADING_CHARACTERS = 200
_MAX_SEARCH_TERMS = 12

_ASKING = (
    r"(?:what|how|why|who|whom|whose|which|when|where|whether|is|are|was|were|do|does|did|can|could"
    r"|will|would|should|may|might|has|have|had)"
)
# "..., and what can they bid for": a conjunction or comma before a word that asks.
_NEXT_QUESTION = re.compile(
    rf"(?<=\?)\s+|[,;]\s+(?:and\s+|but\s+|or\s+)?(?={_ASKING}\b)|\s+and\s+(?={_ASKING}\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"{_ASKING}\b", re.IGNORECASE)
_MIN_QUESTION_WORDS = 3
_GENERAL = (
    (QuestionKind.FIGURES, "In figures", "numbers, amounts, money and percentages"),
    (QuestionKind.VOICES, "What people say", "statements, criticism and response"),
)
"""What any subject has, for results that have nothing in common: heading, and what belongs there.
No search is made for these: with such words search engines find pages about anything."""


def plan(query: str, hits: Sequence[SearchHit]) -> tuple[Question, ...]:
    """From `MIN_QUESTIONS` to `MAX_QUESTIONS` questions under `query`.

    First those that the query asks, in its order; then the subjects that several of `hits`, the
    first results, name; then, should that be too few, what there is to say of any subject.
    """
    asked = _asked(query)
    subjects = subjects_of(query, hits)[:MAX_SUBJECTS]
    questions = asked + [_about(subject, query) for subject in subjects]
    for kind, heading, content in _GENERAL[: max(0, MIN_QUESTIONS - len(questions))]:
        text = f"{query} {content}"
        questions.append(Question(text=text, search_query=query, heading=heading, kind=kind))
    return tuple(questions[:MAX_QUESTIONS])


def _asked(query: str) -> list[Question]:
    """The questions that `query` asks, each searched with the subject of the first."""
    parts = _parts(query)
    return [
        Question(
            text=_as_question(part),
            search_query=_search(part, parts),
            heading=_as_question(part),
        )
        for part in parts
    ]


def _parts(query: str) -> list[str]:
    """`query` parted where it asks again.

    What is too short to be a question, such as "and why?", stays with the one before it.
    """
    starts, ends = [0], []
    for boundary in _NEXT_QUESTION.finditer(query):
        before, after = query[starts[-1] : boundary.start()], query[boundary.end() :]
        next_boundary = _NEXT_QUESTION.search(after)
        following = after[: next_boundary.start()] if next_boundary else after
        short = min(len(words(before)), len(words(following))) < _MIN_QUESTION_WORDS
        if not short and len(starts) < MAX_ASKED:
            ends.append(boundary.start())
            starts.append(boundary.end())
    parts = [query[s:e].strip(" ,;") for s, e in zip(starts, [*ends, len(query)], strict=True)]
    return [part for part in parts if part]


def _search(part: str, parts: Sequence[str]) -> str:
    """The words to search for `part`: its own, and before them the first part's, the subject."""
    if len(parts) == 1:
        return part
    return _unique([*_telling(parts[0]), *_telling(part)])


def _about(subject: str, query: str) -> Question:
    return Question(
        text=f"{query} {subject}",
        search_query=_unique([*_telling(query), *subject.split()]),
        heading=clean_line(subject, _MAX_HEADING_CHARACTERS),
        kind=QuestionKind.SUBJECT,
    )


def _telling(text: str) -> list[str]:
    """The words of `text`, as written, that are not stop words."""
    return [word for word in words(text) if terms(word)]


def _unique(found: Iterable[str]) -> str:
    kept = {word.casefold(): word for word in reversed(list(found))}
    return " ".join(list(reversed(kept.values()))[:_MAX_SEARCH_TERMS])


def _as_question(part: str) -> str:
    line = clean_line(part, _MAX_HEADING_CHARACTERS)
    line = line[:1].upper() + line[1:]
    return f"{line}?" if _ASKS.match(line) and not line.endswith("?") else line
