"""How surely two figures are of the same, by the words around them and by whose they are."""

from collections.abc import Mapping, Sequence

from research.stages.compare.clauses import PREPOSITIONS
from research.stages.compare.limits import own_phrases
from research.stages.compare.reading import Side, Statement, share
from research.stages.compare.words import shared_terms

MIN_SHARE = 0.5
"""Of the rarity of the words around a figure, so much must be around the other's too."""
MIN_SHARE_BESIDE = 0.25
MIN_SHARE_WIDE = 0.45
"""Or else so much, and so much of them and the names, or of them and the rest of the sentence."""
MIN_SHARE_NAMED = 0.65
"""Where each has a name beside it that the other sentence has not."""
MIN_SHARED_TOLD = 2
"""So many words where one of the sentences names nobody, and it is told before who is meant."""
MIN_SHARED_UNNAMED, MIN_SHARE_UNNAMED = 3, 0.7
"""So many, and so much, where no name is the same."""
UNNAMED_SURENESS = 0.5
"""What is surely of one thing, for both name it, comes first."""
MIN_SHARED_NAMES = 3
"""Where dates share little but names, so many tell that they are of one event."""
_NTH = frozenset("first second third fourth fifth last next".split())
_MIN_NAME = 4
_FEW = 2


def likeness(mine: Side, theirs: Side, rarity: Mapping[str, float]) -> float:
    """How much of the words around the figures both have, 0 to 1; 0 where it is not enough."""
    one, other = mine.statement, theirs.statement
    my_names, their_names = one.names_in(mine.figure.clause), other.names_in(theirs.figure.clause)
    my_own, their_own = _unshared(my_names, other.named), _unshared(their_names, one.named)
    if _first_name(mine) in my_own and _first_name(theirs) in their_own:
        return 0.0
    near = mine.figure.near, theirs.figure.near
    if not all(near):
        is_plain = len(near[0] | near[1]) <= _FEW and not (
            my_own or their_own or mine.figure.moment
        )
        return MIN_SHARE if is_plain else 0.0
    alone = share(*near, rarity)
    together = share(near[0] | my_names, near[1] | their_names, rarity)
    if my_own and their_own and alone < MIN_SHARE_NAMED:
        return 0.0
    if not _is_of_one_subject(mine, theirs, alone):
        return 0.0
    if alone < MIN_SHARE:
        if mine.figure.moment and len(my_names) - len(my_own) < MIN_SHARED_NAMES:
            return 0.0
        wide = max(share(near[0], other.terms, rarity), share(near[1], one.terms, rarity))
        if alone < MIN_SHARE_BESIDE or max(together, wide) < MIN_SHARE_WIDE:
            return 0.0
    confidence = (alone + together) / 2
    return confidence if one.own_names & other.own_names else confidence * UNNAMED_SURENESS


def are_of_one_deed(mine: Side, theirs: Side) -> bool:
    """Whether one of the words beside one figure is in both sentences, and one of their subjects.

    Either will do, the one's in the other's or the other way round: the words differ, the deed
    need not.
    """
    return all(
        not (ours and others)
        or shared_terms(ours, theirs.statement.terms)
        or shared_terms(others, mine.statement.terms)
        for ours, others in (
            (_subject(mine), _subject(theirs)),
            (mine.figure.beside, theirs.figure.beside),
        )
    )


def own_of(side: Side, other: Statement) -> list[tuple[str, int]]:
    """The phrases near a figure that narrow it, and of which the other sentence says nothing."""
    figure = side.figure
    places = [*side.statement.places, (figure.phrase_start, figure.end)]
    found = own_phrases(figure.piece, other.terms | other.named | figure.kinds, places)
    return [*_part_of(side, other), *found]


def fill_one_slot(mine: Sequence[tuple[str, int]], theirs: Sequence[tuple[str, int]]) -> bool:
    """Whether each has a phrase of its own after the same small word: in Norway, in Sweden."""
    return not {word for word, _ in mine}.isdisjoint(word for word, _ in theirs)


def _part_of(side: Side, other: Statement) -> list[tuple[str, int]]:
    """The small word, and its place, of a subject that the other has not: the first phase *of*."""
    subject = _subject(side)
    if not subject or shared_terms(subject, other.terms):
        return []
    words = side.figure.clause
    place = next(n for n, word in enumerate(words) if word.term in subject)
    return [(word.plain, word.start) for word in words[place + 1 : place + 2] if word.plain == "of"]


def _subject(side: Side) -> frozenset[str]:
    """The first word of a figure's clause that says something; empty where it may be no subject."""
    clause, statement = side.figure.clause, side.statement
    telling = [w for w in clause if w.has_content and w.text.lower() not in _NTH]
    if not telling or clause[0].plain in PREPOSITIONS or telling[0].plain.endswith("ing"):
        return frozenset()
    start, term = telling[0].start, telling[0].term
    is_figure = any(first <= start < end for first, end in statement.places)
    return frozenset() if is_figure or term in statement.own_names else frozenset({term})


def _is_of_one_subject(mine: Side, theirs: Side, alone: float) -> bool:
    """Whether both sentences name the same, or as much else is the same as makes up for it."""
    one, other = mine.statement, theirs.statement
    if one.own_names & other.own_names:
        return True
    if max(len(one.values), len(other.values)) > _FEW:
        return False
    shared = len(shared_terms(mine.figure.near, theirs.figure.near))
    if one.named & other.named:
        return shared >= MIN_SHARED_TOLD
    told = one.own_names | one.around, other.own_names | other.around
    are_of_others = all(told) and told[0].isdisjoint(told[1])
    return shared >= MIN_SHARED_UNNAMED and alone >= MIN_SHARE_UNNAMED and not are_of_others


def _unshared(names: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Those of `names` that `others` have not, nor written together with another."""
    return frozenset(
        name
        for name in names
        if name not in others
        and not any(
            min(len(name), len(other)) >= _MIN_NAME and (name in other or other in name)
            for other in others
        )
    )


def _first_name(side: Side) -> str:
    own = side.statement.own_names
    return next((word.term for word in side.figure.clause if word.term in own), "")
