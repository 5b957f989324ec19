"""The words of a text as a checker sees them: stemmed, placed, and told which clause they are in.

Clauses are cut at marks and at a few conjunctions, which is enough to say how far a "not" reaches.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from research.text.terms import fold, stem
from research.text.words.irregular_verbs import BASE_FORMS

_WORD = re.compile(
    r"(?P<word>(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*[a-z]{0,3}|[^\W_]+(?:['’&][^\W_]+)*)|(?P<mark>[,;:()—–.!?\n]|\s-+\s)"
)
_CONJUNCTIONS = frozenset(
    """but because although though while whereas however unless since which who despite""".split()
)
FUNCTION_WORDS = frozenset(
    """a about above after again all also although always am an and another any are as at away be
    because been before being both but by can cannot could did do does doing done during each either
    else enough even ever every few for from further get gets got had has have having he her here
    hers herself him himself his how however i if in instead into is it its itself just later least
    less like made make makes making many may me might mine more most much must my myself near
    neither never next no nobody none nor not nothing now of off often on once only onto or other
    others our ours out over own per quite rather really s same shall she should since so some soon
    still such t than that the their theirs them themselves then there these they this those though
    through thus to together too toward towards under until up upon us very was way we well were
    what when where whether which while who whole whom whose why will with within without would yet
    you your yours ain isn aren wasn weren don doesn didn hasn haven hadn won wouldn couldn shouldn
    isnt arent wasnt werent dont doesnt didnt hasnt havent hadnt wont wouldnt couldnt shouldnt cant
    said say says saying told tells according added among amid around across between against along
    already almost nearly roughly approximately today yesterday tomorrow""".split()
)

SAYING = frozenset("say says said told tell tells".split())
"""Of the small words, those that are somebody's deed."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place. `plain` is folded, `term` stemmed; `clause` counts from 0."""

    text: str
    plain: str
    term: str
    clause: int
    start: int
    end: int

    @property
    def has_content(self) -> bool:
        """Whether it says something by itself."""
        return self.plain not in FUNCTION_WORDS


@lru_cache(maxsize=256)
def clause_words(text: str) -> tuple[Word, ...]:
    """The words of `text` in order."""
    found: list[Word] = []
    clause = 0
    for match in _WORD.finditer(text):
        if match["mark"]:
            clause += 1
            continue
        written = match["word"]
        plain = fold(written.replace(".", "") if written[0].isalpha() else written)
        if plain in _CONJUNCTIONS:
            clause += 1
        term = stem(BASE_FORMS.get(plain, plain))
        found.append(Word(written, plain, term, clause, match.start(), match.end()))
    return tuple(found)
