"""Tells which things a query sets side by side: "How does the Petrel compare with the Kestrel?"."""

import re

from research.text.statements import ASKING

MAX_THINGS = 4
"""Of more, a query asks for a list."""
_FEWEST = 2
_MOST_WORDS = 4
_COMPARES = re.compile(
    r"\b(?:compar(?:e|es|ed|ing|ison)|versus|vs|differs?|differences?|different from|similar to"
    r"|(?:better|worse|more|less|fewer|[a-z]{3,10}er)\b.{0,60}?\bthan"
    r"|(?:better|worse|best|which|choose|buy|prefer)\b.{0,120}?\bor"
    r"|or\b.{0,80}?\b(?:better|worse|which))\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<![\w'’-])(?!I\b)(?:[A-Z]|\d|[a-z](?=[A-Z]))[\w+&-]*(?: (?:[A-Z]|\d)[\w+&-]*)*"
)
"""Words that begin with a capital or a figure, or have a capital second ("xCloud"), side by side;
a possessive's ending is not theirs."""
_OPENING = re.compile(rf"\W*(?:{ASKING}|compare)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s(?:for|in|on|as|when|at|to|with)\s.*", re.DOTALL)
_VERSUS = re.compile(r"\s(?:versus|vs\.?)\s", re.IGNORECASE)


def compared_things(query: str) -> tuple[str, ...]:
    """The names of the things that `query` compares, in its order: two at least, or none.

    Things without a capital are read where "vs" stands between them: "petrel vs kestrel".
    """
    if not _COMPARES.search(query):
        return ()
    opening = _OPENING.match(query)
    sides = [side.strip(" ?.,:") for side in _VERSUS.split(query)]
    if len(sides) < _FEWEST:
        found = _NAMED.findall(query, opening.end() if opening else 0)
    else:
        bare = (_ASIDE.sub("", side) for side in sides)
        found = [side for side in bare if len(side.split()) <= _MOST_WORDS]
    things = tuple(filter(None, dict.fromkeys(found)))
    return things if _FEWEST <= len(things) <= MAX_THINGS else ()
