"""Whether what a claim puts together its evidence puts together too.

Every word may be the source's own and yet belong elsewhere: "opened nine shops and closed 22" of a
chain that opened 22 and closed nine. So neighbours are compared, sides of a "than", and the numbers
of each part of the sentence.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.text.clauses import Word, clause_words
from research.text.dates import without_dates
from research.text.figures.quantities import Quantity, Reading, quantities
from research.text.figures.same_number import is_year
from research.text.sentences import sentence_spans
from research.text.words.lexicon import main_kind

_COMPARING = "than"
_RELATING = frozenset("who which that whose where it they he she".split())
_FOUR = 4
_LASTS = ("month", "second")


def binding_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where the claim's words are the evidence's and stand with others than there."""
    mine = clause_words(claim)
    for span in sentence_spans(evidence.said):
        said = span.of(evidence.said)
        theirs = clause_words(said)
        if crossed := _crossed(mine, theirs):
            one, other = crossed
            yield Doubt(Verdict.PARTIAL, f"the quote does not have “{one}” with “{other}”")
            return
        if _is_turned(mine, theirs):
            yield Doubt(Verdict.UNSUPPORTED, "the quote compares the other way round")
            return
    yield from _number_doubts(claim, evidence.said)


def _crossed(mine: Sequence[Word], theirs: Sequence[Word]) -> tuple[str, str] | None:
    """Two neighbours of the claim that have each other's neighbours in the evidence."""
    pairs, said = _neighbours(mine), _neighbours(theirs)
    known = {(one.term, other.term) for one, other in said}
    moved = [(a, b) for a, b in pairs if (a.term, b.term) not in known]
    for (a, b), (c, d) in combinations(moved, 2):
        if len({a.term, b.term, c.term, d.term}) < _FOUR or not _are_alike(b, d):
            continue
        if (a.term, d.term) in known and (c.term, b.term) in known:
            return a.text, b.text
    return None


def _are_alike(one: Word, other: Word) -> bool:
    """Whether one of two words can stand in the other's place: two numbers, names or nouns."""
    return _sort(one) == _sort(other) != ""


def _sort(word: Word) -> str:
    if quantities(word.text):
        return "number"
    if word.text[0].isupper():
        return "name"
    return "noun" if main_kind(word.plain) == "n" else ""


def _neighbours(words: Sequence[Word]) -> list[tuple[Word, Word]]:
    return list(pairwise(word for word in words if word.has_content))


def _is_turned(mine: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Whether what is compared stands on the other sides of the same comparison."""
    one, other = _sides(mine), _sides(theirs)
    if one is None or other is None or one[2] != other[2]:
        return False
    left, right = other[0] - other[1], other[1] - other[0]
    return bool(one[0] & right and one[1] & left) and not (one[0] & left and one[1] & right)


def _sides(words: Sequence[Word]) -> tuple[set[str], set[str], str] | None:
    """The terms before and after a "than", and what is before it: "higher"."""
    place = next((p for p, word in enumerate(words) if word.plain == _COMPARING and p), None)
    if place is None:
        return None
    before = next(
        (w.plain for w in reversed(words[:place]) if w.plain.endswith("er") or w.plain in _MORE), ""
    )
    left = {w.term for w in words[:place] if w.has_content and w.plain != before}
    return left, {w.term for w in words[place:] if w.has_content}, before


_MORE = frozenset("more less worse better fewer rather".split())


def _number_doubts(claim: str, said: str) -> Iterator[Doubt]:
    """A doubt where the number belongs to another part of the evidence than what it is said of."""
    theirs = _turns(said)
    if any((end, start) in theirs and (start, end) not in theirs for start, end in _turns(claim)):
        yield Doubt(Verdict.UNSUPPORTED, "the quote has the change the other way round")
    for find in (_counts, _years):
        yield from _of_sort(claim, said, find)


def _of_sort(claim: str, said: str, find: Callable[[str], list[Quantity]]) -> Iterator[Doubt]:
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
            and opening not in _RELATING
            and any(first.term in terms[part] for part in rivals)
        )
        if is_elsewhere or is_anothers:
            yield Doubt(Verdict.PARTIAL, f"the quote gives {wanted.written} for something else")
            return


def _years(text: str) -> list[Quantity]:
    return [q for q in quantities(text) if is_year(q)]


def _counts(text: str) -> list[Quantity]:
    return [
        q
        for q in quantities(without_dates(text))
        if not is_year(q) and not q.is_ordinal and q.readings[0].unit not in _LASTS
    ]


def _clause(quantity: Quantity, words: Sequence[Word]) -> int:
    return next((w.clause for w in words if w.end > quantity.start), -1)


def _is_in(word: Word, found: Sequence[Quantity]) -> bool:
    return any(q.start < word.end and word.start < q.end for q in found)


def _turns(text: str) -> set[tuple[Reading, Reading]]:
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
