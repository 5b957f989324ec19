"""Checks that a claim relates things as its evidence does: the sides of "than".

Every word may be the source's own and yet belong elsewhere: "opened nine shops and closed 22" of a
chain that opened 22 and closed nine. So neighbours are compared, sides of a "than", and
the numbers of each clause of the sentence.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.evidence import Doubt, partial, said_sentences, unsupported
from research.text.clauses import Word, clause_words
from research.text.days.dates import without_dates
from research.text.figures.counted import is_year
from research.text.figures.quantities import Quantity, Reading, quantities
from research.text.words.lexicon import main_kind

_COMPARING = "than"
_SUBJECT_FROM_BEFORE = frozenset("who which that whose where it they he she".split())
_ALL_DIFFERENT = 4
_UNITS_OF_DURATION = ("month", "second")
_MORE = frozenset("more less worse better fewer rather".split())


def binding_doubts(claim: str, evidence: ClaimEvidence) -> Iterator[Doubt]:
    """A doubt where the claim's words are the evidence's and stand with others than there."""
    mine = clause_words(claim)
    for theirs in map(clause_words, said_sentences(evidence)):
        if crossed := _crossed(mine, theirs):
            one, other = crossed
            yield partial(f"the quote does not have “{one}” with “{other}”")
            return
        if _is_reversed(mine, theirs):
            yield unsupported("the quote compares the other way round")
            return
    yield from _number_doubts(claim, evidence.said)


def _crossed(mine: Sequence[Word], theirs: Sequence[Word]) -> tuple[str, str] | None:
    """Two neighbours of the claim that have each other's neighbours in the evidence."""
    pairs, said = _neighbours(mine), _neighbours(theirs)
    known = {(one.term, other.term) for one, other in said}
    moved = [(a, b) for a, b in pairs if (a.term, b.term) not in known]
    for (a, b), (c, d) in combinations(moved, 2):
        if len({a.term, b.term, c.term, d.term}) < _ALL_DIFFERENT or not _are_alike(b, d):
            continue
        if (a.term, d.term) in known and (c.term, b.term) in known:
            return a.text, b.text
    return None


def _are_alike(one: Word, other: Word) -> bool:
    """Whether one of two words can stand in the other's place: two numbers, names or nouns."""
    return _kind(one) == _kind(other) != ""


def _kind(word: Word) -> str:
    if quantities(word.text):
        return "number"
    if word.text[0].isupper():
        return "name"
    return "noun" if main_kind(word.plain) == "n" else ""


def _neighbours(words: Sequence[Word]) -> list[tuple[Word, Word]]:
    return list(pairwise(word for word in words if word.has_content))


def _is_reversed(mine: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Whether what is compared stands on the other sides of the same comparison."""
    one, other = _compared(mine), _compared(theirs)
    if one is None or other is None or one[2] != other[2]:
        return False
    left, right = other[0] - other[1], other[1] - other[0]
    return bool(one[0] & right and one[1] & left) and not (one[0] & left and one[1] & right)


def _compared(words: Sequence[Word]) -> tuple[set[str], set[str], str] | None:
    """The terms before and after a "than", and what is before it: "higher"."""
    place = next((p for p, word in enumerate(words) if word.plain == _COMPARING and p), None)
    if place is None:
        return None
    before = next(
        (w.plain for w in reversed(words[:place]) if w.plain.endswith("er") or w.plain in _MORE), ""
    )
    left = {w.term for w in words[:place] if w.has_content and w.plain != before}
    return left, {w.term for w in words[place:] if w.has_content}, before


def _number_doubts(claim: str, said: str) -> Iterator[Doubt]:
    """A doubt where a change is reversed, or a number belongs to another clause of the evidence."""
    theirs = _changes(said)
    if any((end, start) in theirs and (start, end) not in theirs for start, end in _changes(claim)):
        yield unsupported("the quote has the change the other way round")
    for find in (_counts, _years):
        yield from _misplaced(claim, said, find)


def _misplaced(claim: str, said: str, find: Callable[[str], list[Quantity]]) -> Iterator[Doubt]:
    """A doubt where the number that `find` finds in both belongs to another clause of `said`."""
    theirs = clause_words(said)
    parts = {word.clause for word in theirs}
    mine = [word for word in clause_words(claim) if word.has_content]
    given = [(q, _clause(q, theirs)) for q in find(said)]
    stated = find(claim)
    values = {q.readings[0] for q in stated}
    terms = {part: {w.term for w in theirs if w.clause == part} for part in parts}
    for wanted in stated:
        own = {part for q, part in given if q.readings[0] == wanted.readings[0]}
        rivals = {part for q, part in given if q.readings[0] not in values}
        about = {w.term for w in mine if not _is_in(w, stated) and not w.plain[0].isdigit()}
        if not own or own & rivals or len(own) > 1:
            continue
        shared = {part: len(about & terms[part]) for part in parts}
        best = max(parts, key=lambda part: shared[part])
        place = next(iter(own))
        is_elsewhere = best in rivals and shared[best] > shared[place] + 1 and not shared[place]
        first = next((w for w in mine if not _is_in(w, stated)), None)
        opening = next(word.plain for word in theirs if word.clause == place)
        is_anothers = (
            first is not None
            and shared[place] > max((shared[part] for part in parts - {place}), default=0)
            and first.term not in terms[place]
            and opening not in _SUBJECT_FROM_BEFORE
            and any(first.term in terms[part] for part in rivals)
        )
        if is_elsewhere or is_anothers:
            yield partial(f"the quote gives {wanted.written} for something else")
            return


def _years(text: str) -> list[Quantity]:
    return [q for q in quantities(text) if is_year(q)]


def _counts(text: str) -> list[Quantity]:
    return [
        q
        for q in quantities(without_dates(text))
        if not is_year(q) and not q.is_ordinal and q.readings[0].unit not in _UNITS_OF_DURATION
    ]


def _clause(quantity: Quantity, words: Sequence[Word]) -> int:
    return next((w.clause for w in words if w.end > quantity.start), -1)


def _is_in(word: Word, found: Sequence[Quantity]) -> bool:
    return any(q.start < word.end and word.start < q.end for q in found)


def _changes(text: str) -> set[tuple[Reading, Reading]]:
    """The two ends of each change: "from 3% to 2%", "to 2% from 3%"."""
    counts = _counts(text)
    found: set[tuple[Reading, Reading]] = set()
    for one, other in pairwise(counts):
        before = (text[: one.start].split() or [""])[-1].lower()
        between = text[one.end : other.start].lower().split()
        if before == "from" and "to" in between:
            found.add((one.readings[0], other.readings[0]))
        elif before == "to" and "from" in between:
            found.add((other.readings[0], one.readings[0]))
    return found
