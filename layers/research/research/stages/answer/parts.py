"""The parts of a query: what it asks, one after the other, and what kind of answer each wants.

"Who replaced Smith as manager and how long is his deal?" asks for a person, then for a span of
time, and "his" is the first part's business. For English; any other text is one part.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from research.stages.answer.expectation.expected import (
    Expected,
    expected_of,
    opening_of,
    wanted_of,
)
from research.text.clauses import clause_words
from research.text.statements import ASKING, NEXT_QUESTION, asks_nothing
from research.text.terms import stem, terms, words
from research.text.words.lexicon import may_be


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
    named: frozenset[str] = frozenset()
    """Of its words and its context, those that are of a name or a number in the query."""

    @property
    def whole(self) -> str:
        """The part with what it is about, for a comparison of meanings."""
        return f"{self.text} {' '.join(self.context)}".strip()


MAX_PARTS = 12
"""Of more, a report would be a list of headings: nobody asks so, but a script."""
# "how long to boil the jars, and at high altitude?"
_SAME_ELSEWHERE = re.compile(
    r",\s+and\s+(?=(?:at|in|on|for|with|without|after|before|under|during|from|to|of|by)\s[^,]+$)",
    re.IGNORECASE,
)
# "can sails cut the cost and emissions of freight?" asks two things of one.
_TWO_OF_ONE = re.compile(
    r"\bthe (?P<one>(?:[a-z-]+ )?[a-z-]+) and (?:the )?(?P<other>(?:[a-z-]+ )?[a-z-]+) (?=of\b)"
)
_BARE = re.compile(r"(?:when|where|how|why|who)", re.IGNORECASE)
_ASKED_WHOLE = re.compile(
    r"(?:and |or )?(?:when|where|how|why|who) (?=(?:is|are|was|were|do|does|did|has|have|had|can"
    r"|could|will|would|should|must|may|might)\b)",
    re.IGNORECASE,
)
"""The question word goes before its verb, and not before "much" or "old"."""
_ARE = re.compile(r"\b(are|were) $")
_COMPARED = re.compile(r"\b(?P<verb>compare|compared|versus|vs\.?)\s+(?:with\s+|to\s+|against\s+)?")
_OF_EACH = re.compile(
    r"(?:and |but )?(?:how\b|what (?:is|are|was|were) the (?!differences?\b)[^,;?]* of\b)",
    re.IGNORECASE,
)
_HOW_DOES = re.compile(r"^how (?:do|does|did) ", re.IGNORECASE)
_OWNER = re.compile(r"(?<=\s)[A-Z][\w-]*(?: [A-Z][\w-]*)*['’]s\b")
_PREPOSITION = re.compile(r"\b(?:among|through|in|on|for|with|by|at|of|from|using|via|under)\b")
# "Please tell me everything about the quay", "could you explain how sails work?"
_REQUEST = re.compile(
    r"^(?:please\s+)?(?:(?:can|could|would|will) you\s+)?(?:please\s+)?"
    r"(?:tell me|explain(?: to me)?|describe|summari[sz]e|report on"
    r"|give me (?:an? |the )?(?:overview|summary|report|facts)"
    r"|write (?:me )?an? (?:overview|summary|report))"
    r"(?:\s+(?:everything|all|more|something|what you (?:know|can find)))?"
    r"(?:\s+(?:about|on|of))?\s+",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:[^\W\d_]+\s+)?{ASKING}\b", re.IGNORECASE)
_EMPTY = frozenset(
    """what how why who whom whose which when where whether many much long far old often really
    true people there kind sort happen happens happened new name names called like thing
    things""".split()
)


def parts_of(query: str) -> tuple[Part, ...]:
    """What `query` asks, in its order: one part at least. One of more than `MAX_PARTS` is one."""
    query = without_request(query)
    texts, named = _texts(query.strip()), _named_in(query)
    if len(texts) > MAX_PARTS:
        texts = [query.strip(" ?.")]
    opening = ""
    found: list[Part] = []
    for text in _asking(texts):
        asks = bool(_ASKS.match(text)) or not opening
        whole = text if asks else f"{opening} {text}"
        opening = opening_of(whole)
        found += _parts_in(whole, [other for other in texts if other is not text], named)
    return tuple(found)


def without_request(query: str) -> str:
    """What `query` wants a report on, without "Please tell me about"."""
    return _REQUEST.sub("", query.strip()) or query


def _asking(texts: Sequence[str]) -> Sequence[str]:
    """`texts` without those in front that ask nothing and say what is asked about: "We sail with
    two children. Is the ferry safe?"
    """
    first = next((place for place, text in enumerate(texts) if not asks_nothing(text)), 0)
    return texts[first:]


def parts_of_questions(questions: Sequence[tuple[str, str]]) -> tuple[Part, ...]:
    """What several questions ask, in their order, each given with the words to search for it.

    Those that the question lacks are what it is about.
    """
    found: list[Part] = []
    for text, searched in questions:
        for part in parts_of(text):
            known = {*part.words, *part.context}
            about = (word for word in _content(searched) if word not in known)
            found.append(replace(part, context=(*part.context, *about)))
    return tuple(found)


def _parts_in(text: str, others: Sequence[str], named: Collection[str]) -> list[Part]:
    """The question `text`, or one of each property that it asks for: "the cost and age of X".

    Of such a one the property is its own, and what has it is what the others are about, too.
    """
    found = _TWO_OF_ONE.search(text)
    each = (found["one"], found["other"]) if found else ()
    if not found or not _ASKS.match(text) or not all(may_be(n.split()[-1], "n") for n in each):
        return [_part(text, _content(text), others, named)]
    before, after = text[: found.start()], text[found.end() :]
    return [
        _part(_ask_of(before, name, after), _content(name), [f"{before} {after}", *others], named)
        for name in each
    ]


def _ask_of(before: str, name: str, after: str) -> str:
    """The question for one property, its verb in the number of that."""
    if not name.endswith("s"):
        before = _ARE.sub(lambda found: "is " if found[1] == "are" else "was ", before)
    return f"{before}the {name} {after}"


def _named_in(query: str) -> frozenset[str]:
    """The stems of the words of `query` that are of names or numbers there."""
    return frozenset(
        stem(word) for word in words(query)[1:] if word[0].isupper() or word[0].isdigit()
    )


def _texts(query: str) -> list[str]:
    """`query` parted where it asks again."""
    pieces = [piece.strip(" ?.") for piece in NEXT_QUESTION.split(query)]
    pieces = [piece for piece in pieces if piece]
    if pieces and (more := _SAME_ELSEWHERE.search(pieces[-1])):
        last = pieces.pop()
        pieces += [last[: more.start()], last[more.end() :]]
    if "?" not in query.rstrip("? "):
        for place in reversed(range(len(pieces) - 1)):
            pieces[place] = _whole(pieces[place], pieces[place + 1])
    return [text for piece in pieces for text in _compared(piece)] or [query]


def _whole(piece: str, after: str) -> str:
    """`piece`, with what it asks of where it has but a question word: "When and where was it?"."""
    asks = _ASKED_WHOLE.match(after)
    return f"{piece} {after[asks.end() :]}" if asks and _BARE.fullmatch(piece) else piece


def _compared(text: str) -> list[str]:
    """A question of how two things are, asked of each: "X compared with Y".

    "What do you lose with X compared with Y?" asks what differs, and of neither alone.
    """
    found = _COMPARED.search(text)
    if found is None or (found["verb"] != "compare" and not _OF_EACH.match(text)):
        return [text]
    one, verb, other = text[: found.start()].rstrip(), found["verb"], text[found.end() :]
    if verb == "compare":
        sides = _HOW_DOES.sub("What about ", one)  # what each is like, not how it does so
        instead = _OWNER.sub(lambda _: other.removeprefix("the "), sides, count=1)
        return [sides, instead] if instead != sides else [text]
    preposition = list(_PREPOSITION.finditer(one))
    if not preposition:
        return [text]
    return [one, f"{one[: preposition[-1].end()]} {other}"]


def _part(text: str, own: list[str], others: Sequence[str], named: Collection[str]) -> Part:
    context = [word for other in others for word in _content(other) if word not in own]
    if not own:
        own, context = context, []  # "and why?"
    return Part(
        text=text,
        expected=expected_of(text),
        words=tuple(own),
        context=tuple(dict.fromkeys(context)),
        wanted=wanted_of(text),
        named=frozenset(word for word in (*own, *context) if stem(word) in named),
    )


def _content(text: str) -> list[str]:
    """The words of content of `text`, each once; "US" and "won" are no stop words in a query."""
    folded = [
        word.plain
        for word in clause_words(text)
        if terms(word.text) or word.text in ("US", "won", "Won")
    ]
    return [word for word in dict.fromkeys(folded) if word not in _EMPTY]
