"""Whether a sentence tells what something is. For English."""

import re
from collections.abc import Iterator

from research.stages.answer.parts import Part
from research.text.clauses import Word, clause_words
from research.text.terms import stem
from research.text.words.word_lists import read_words

# "X is a ...", "X (CLPS) means ...", "X, a ...,": what X is follows it.
_SAYS_WHAT = re.compile(
    r"[”\"'’)]*\s*(?:\([^()]{1,60}\),?\s*)?"
    r"(?:(?:is|are|means?|refers to|describes|(?:was|were) (?=an? ))\b"
    r"(?! (?:not|n't|in|on|at|to)\b)|[,—–] (?:an?|the|one|also|or)\b|: an? )",
    re.IGNORECASE,
)
# "a kind of pneumonitis called X": what X is stands before it.
_IS_CALLED = re.compile(
    r"(?:\b(?:called|dubbed|nicknamed|termed|known as|referred to as)|\b(?:kind|type|form) of)"
    r"(?: an?| the)?[\s“\"'‘(]*",
    re.IGNORECASE,
)
_BEFORE_CHARACTERS = 40
_CALLED = 0.8
_FORMS_OF_ADDRESS = frozenset("mr mrs ms sir dame lord lady sen rep gov prof rev".split())
_ROLES = read_words("name_kinds", "titles") - _FORMS_OF_ADDRESS
# "the pianist Ragna Holt", "quarterback Ragna Holt".
_ROLE = re.compile(r"\w+(?:ist|ian|maker|player|back|leader|star|champion|pioneer|seller|owner)")
_ASKS_WHO = re.compile(r"who\b", re.IGNORECASE)


def definition(part: Part, text: str) -> float:
    """That what is asked about is something, or that something is called so; of whom, a role."""
    asks_who = _ASKS_WHO.match(part.text) is not None
    best = 0.0
    for start, end in _mentions(part, text):
        if _SAYS_WHAT.match(text, end):
            return 1.0
        before = text[max(0, start - _BEFORE_CHARACTERS) : start]
        if any(found.end() == len(before) for found in _IS_CALLED.finditer(before)):
            best = _CALLED
        if asks_who and _ends_in_role(before):
            best = _CALLED
    return best


def _ends_in_role(before: str) -> bool:
    """Whether what stands before a name is what the person is: "Oscar-winning actress"."""
    last = before.rstrip().rpartition(" ")[2].casefold()
    return last in _ROLES or _ROLE.fullmatch(last) is not None


def _mentions(part: Part, text: str) -> Iterator[tuple[int, int]]:
    """Where all words of `part` stand together in `text`, small words between them aside."""
    asked = {stem(word) for word in part.words}
    run: list[Word] = []
    for word in clause_words(text):
        is_asked = stem(word.plain) in asked
        if is_asked:
            run.append(word)
        elif word.has_content:
            run = []
        if is_asked and {stem(one.plain) for one in run} == asked:
            yield run[0].start, run[-1].end
            run = []
