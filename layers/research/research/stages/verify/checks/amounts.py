"""Checks that a claim says as much as its evidence of how many: all, most, some, few, only."""

import re
from collections.abc import Iterator, Sequence

from research.stages.verify.checks.derived_numbers import derived_numbers
from research.stages.verify.checks.evidence import Doubt, Evidence, partial
from research.text.clauses import Word, clause_words
from research.text.figures.quantities import Quantity, quantities
from research.text.figures.same_number import quantities_said
from research.text.polarity import denials
from research.text.words.lexicon import bases, main_kind
from research.text.words.word_lists import read_words

_AMOUNTS = tuple(
    frozenset(line.split())
    for line in (
        "all every everyone everybody everything each entire whole both",
        "most majority",
        "many numerous lots dozens hundreds thousands",
        "some several certain part half third quarter",
        "few minority handful",
    )
)
"""Words of amount, from all to few."""
_STRONGER = frozenset(
    {(0, 1), (0, 2), (0, 3), (0, 4), (1, 3), (1, 4), (2, 4), (4, 2), (4, 1), (4, 0)}
)
"""A claim's amount and its evidence's that don't go together: all for most, few for many."""
_EVERY = read_words("claim_words", "all of them")
_EVERYTHING = _EVERY | read_words("claim_words", "all of them or their whole")
_ONLY = frozenset("only solely exclusively sole".split())
_ONLY_SAID = re.compile(r"\b(?:only|solely|exclusively|sole)\b", re.IGNORECASE)
_LIMITS = _ONLY | frozenset(
    "just alone but except merely single unique nothing limited nobody no none other purely".split()
)  # fmt: skip
_NOT_ALL = (1, 3, 4)
"""Amounts that are not all: most, some, few."""
_OPENING_WORDS = 3
_MOSTLY = frozenset(
    "mostly mainly largely usually often generally partly sometimes no none not never".split()
)
_LEAST_SHARES = (
    (re.compile(r"\b(?:nearly|almost|virtually|practically) (?:all|every)\b", re.IGNORECASE), 80),
    (re.compile(r"\bvast majority\b", re.IGNORECASE), 65),
    (
        re.compile(
            r"(?:\A|[,;] |\bthat )most (?!\w+(?:ly|est)\b)|\bmost of\b|\ba (?:\w+ )?majority of\b",
            re.IGNORECASE,
        ),
        50,
    ),
)
"""From how many per cent on each may be said. A reader's sense of the words, no source's figure."""
_FEW = re.compile(r"(?:\A|[,;] |\bthat )(?:only )?few\b|\ba (?:\w+ )?minority of\b", re.IGNORECASE)
_MOST_OF_FEW = 50
_SAYS_AMOUNT = re.compile(
    r"\b(?:most|majority|minority|few|fewer|many|all|every|each|rest|others?)\b", re.IGNORECASE
)


def amount_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """Doubts where the claim says more of how many than the evidence: all for some, only."""
    mine = {word.plain for word in clause_words(claim)}
    theirs = {word.plain for word in clause_words(evidence.said)}
    for noun, amount, word in _amounts(claim):
        others = [(a, w) for n, a, w in _amounts(evidence.said) if n == noun]
        is_turned = bool(denials(claim)) != bool(denials(evidence.said))
        if others and not is_turned and all((amount, other) in _STRONGER for other, _ in others):
            yield partial(f"the quote says “{others[0][1]}”, the claim “{word}”")
    if (
        mine & _EVERY
        and not theirs & _EVERYTHING
        and (theirs & _ONLY or not quantities(evidence.said))
    ):
        word = min(mine & _EVERY)
        yield partial(f"the claim says “{word}”, and the quote does not")
    if mine & _ONLY and not _is_before_amount(claim) and not theirs & _LIMITS:
        yield partial("the quote does not say that it is the only one")


def _is_before_amount(claim: str) -> bool:
    """Whether every "only" calls a number small, and shuts nobody out: "only about a quarter"."""
    ends = [found.end() for found in _ONLY_SAID.finditer(claim)]
    starts = [q.end - len(q.phrase) for q in quantities(claim) if not q.is_ordinal and q.phrase]
    return bool(ends) and all(any(0 <= start - end <= 1 for start in starts) for end in ends)


def _amounts(text: str) -> Iterator[tuple[str, int, str]]:
    """The nouns of `text` that come with a word of amount: noun, amount, word."""
    words = clause_words(text)
    for place, word in enumerate(words):
        for amount, those in enumerate(_AMOUNTS):
            following = words[place + 1 : place + 6]
            if word.plain == "few" and place and words[place - 1].plain == "a":
                continue  # "a few" is some
            if word.plain in those:
                nouns = [w.term for w in following if w.has_content and not w.plain[0].isdigit()]
                yield (nouns[0] if nouns else ""), amount, word.plain


def generality_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where the claim opens with things of which the evidence means a part, or one."""
    stated = clause_words(claim)
    opening = stated[:_OPENING_WORDS]
    if any(_is_amount(word) for word in opening) or any(w.plain in _MOSTLY for w in stated):
        return
    content = [word for word in opening if word.has_content]
    for noun, amount, word in _amounts(evidence.said):
        subject = [w for w in (*content[:1], *content[-1:]) if w.term == noun]
        if subject and subject[0].plain.endswith("s") and amount in _NOT_ALL:
            yield partial(f"the quote says it of “{word}” and not of all")
            return
    if instance := _one_of(opening, clause_words(evidence.said)):
        yield partial(f"the quote speaks of one “{instance}” and not of all")


def _is_amount(word: Word) -> bool:
    return any(word.plain in those for those in _AMOUNTS) or bool(quantities(word.text))


def _one_of(opening: Sequence[Word], said: Sequence[Word]) -> str:
    """The plural noun that the claim opens with, where the evidence has only its singular."""
    for place, word in enumerate(opening):
        if not word.has_content or (word.text[0].isupper() and place):
            return ""
        if not _is_plural(word):
            continue
        same = [other for other in said if other.term == word.term]
        if same and not any(_is_plural(other) for other in same):
            return same[0].text
        return ""
    return ""


def _is_plural(word: Word) -> bool:
    return (
        main_kind(word.plain) == "n"
        and word.plain.endswith("s")
        and any(kind == "n" and base != word.plain for base, kind in bases(word.plain))
    )


def share_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where no share of the evidence is as large, or as small, as the claim's word says."""
    found = [(m[0], least, 100) for pattern, least in _LEAST_SHARES if (m := pattern.search(claim))]
    if few := _FEW.search(claim):
        found.append((few[0], 0, _MOST_OF_FEW))
    if not found or _SAYS_AMOUNT.search(evidence.said):
        return
    if bool(denials(claim)) != bool(denials(evidence.said)):
        return  # what one says of a part the other may say of the rest
    word, least, most = found[0]
    shares = list(_percents(evidence.said))
    if shares and not any(least <= share <= most for share in shares):
        yield partial(f"the share that the quote gives is not “{word.strip(' ,;')}”")


def _percents(text: str) -> Iterator[float]:
    said = quantities_said(text)
    every: list[Quantity] = [*said, *derived_numbers(text, said)]
    for quantity in every:
        for reading in quantity.readings:
            if reading.unit == "percent":
                yield float(reading.value)
