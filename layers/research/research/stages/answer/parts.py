"""The parts of a query: what it asks, one after the other, and what kind of answer each wants.

"Who replaced Smith as manager and how long is his deal?" asks for a person, then for a span of
time, and "his" is the first part's business. For English; any other text is one part.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from research.stages.answer.expected import Expected, expected_of, opening_of, wanted_of
from research.text.clauses import clause_words
from research.text.statements import ASKING
from research.text.terms import terms


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked."""

    text: str
    """As a question of its own, its question word the part's own or that of the part before."""
    expected: Expected
    words: tuple[str, ...]
    """Its own words of content, folded: what an answer is likely to say again."""
    context: tuple[str, ...]
    """The query's other words of content: what the answer is about, perhaps unsaid."""
    wanted: tuple[str, ...]
    """What is counted or asked for by kind: the "jobs" of "how many jobs"."""

    @property
    def whole(self) -> str:
        """The part with what it is about, for a comparison of meanings."""
        return f"{self.text} {' '.join(self.context)}".strip()


_NEXT = re.compile(
    rf"(?<=\?)\s+(?=\w)|[,;]\s+(?:and\s+|but\s+|or\s+)?(?={ASKING}\b)"
    rf"|\s+(?:and|or)\s+(?={ASKING}\b)",
    re.IGNORECASE,
)
# "how long to boil the jars, and at high altitude?"
_SAME_ELSEWHERE = re.compile(
    r",\s+and\s+(?=(?:at|in|on|for|with|without|after|before|under|during|from|to|of|by)\s[^,]+$)",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?P<verb>compare|compared|versus|vs\.?)\s+(?:with\s+|to\s+|against\s+)?")
_OWNER = re.compile(r"(?<=\s)[A-Z][\w-]*(?: [A-Z][\w-]*)*['’]s\b")
_PREPOSITION = re.compile(r"\b(?:among|through|in|on|for|with|by|at|of|from|using|via|under)\b")
_ASKS = re.compile(rf"(?:[^\W\d_]+\s+)?{ASKING}\b", re.IGNORECASE)
_EMPTY = frozenset(
    """what how why who whom whose which when where whether many much long far old often really
    true people there kind sort happen happens happened new name names called like thing
    things""".split()
)


def parts_of(query: str) -> tuple[Part, ...]:
    """What `query` asks, in its order: one part at least."""
    texts = _texts(query.strip())
    opening = ""
    found = []
    for text in texts:
        asks = bool(_ASKS.match(text)) or not opening
        whole = text if asks else f"{opening} {text}"
        opening = opening_of(whole)
        found.append(_part(whole, texts))
    return tuple(found)


def _texts(query: str) -> list[str]:
    """`query` parted where it asks again."""
    pieces = [piece.strip(" ?.") for piece in _NEXT.split(query)]
    pieces = [piece for piece in pieces if piece]
    if pieces and (more := _SAME_ELSEWHERE.search(pieces[-1])):
        last = pieces.pop()
        pieces += [last[: more.start()], last[more.end() :]]
    return [text for piece in pieces for text in _compared(piece)] or [query]


def _compared(text: str) -> list[str]:
    """A question that compares two things, asked of each: "X compared with Y"."""
    found = _COMPARED.search(text)
    if found is None:
        return [text]
    one, verb, other = text[: found.start()].rstrip(), found["verb"], text[found.end() :]
    if verb == "compare":
        instead = _OWNER.sub(lambda _: other.removeprefix("the "), one, count=1)
        return [one, instead] if instead != one else [text]
    preposition = list(_PREPOSITION.finditer(one))
    if not preposition:
        return [text]
    return [one, f"{one[: preposition[-1].end()]} {other}"]


def _part(text: str, texts: Sequence[str]) -> Part:
    own = _content(text)
    others = [word for other in texts for word in _content(other) if word not in own]
    if not own:
        own, others = others, []  # "and why?"
    expected = expected_of(text)
    return Part(
        text=text,
        expected=expected,
        words=tuple(own),
        context=tuple(dict.fromkeys(others)),
        wanted=wanted_of(text),
    )


def _content(text: str) -> list[str]:
    """The words of content of `text`, each once; "US" and "won" are no stop words in a query."""
    folded = [
        word.plain
        for word in clause_words(text)
        if terms(word.text) or word.text in ("US", "won", "Won")
    ]
    return [word for word in dict.fromkeys(folded) if word not in _EMPTY]
