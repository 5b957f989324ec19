"""How surely two figures are about the same thing: by the names and the words around them."""

from collections.abc import Mapping, Sequence

from research.stages.compare.clause_terms import PREPOSITIONS, shared_terms
from research.stages.compare.qualifiers import Phrase, own_phrases
from research.stages.compare.statement import Side, Statement, shared_rarity

MIN_SHARE = 0.5
"""So much of the words around a figure, by rarity, must be around the other figure too."""
MIN_SHARE_BESIDE = 0.25
MIN_SHARE_WIDE = 0.45
"""Or at least `MIN_SHARE_BESIDE` of them, and so much of them and the names, or so much of them in
the whole other sentence."""
MIN_SHARE_NAMED = 0.65
"""The same where each clause has a name that the other sentence has not."""
MIN_SHARED_NAMED_BEFORE = 2
"""So many words where a sentence names nobody, and the text before it says who is meant."""
MIN_SHARED_UNNAMED, MIN_SHARE_UNNAMED = 3, 0.7
"""So many words, and so much of them, where the sentences share no name."""
UNNAMED_CONFIDENCE = 0.5
"""Lowers the confidence where the sentences share no name: pairs that name one thing come first."""
MIN_SHARED_NAMES = 3
"""Where the clauses of two dates share little but names, so many show that it is one event."""
_NTH = frozenset("first second third fourth fifth last next".split())
_MIN_NAME = 4
_FEW = 2


def similarity(mine: Side, theirs: Side, rarity: Mapping[str, float]) -> float:
    """How much of the words around two figures is the same, to 1; 0 where it is not enough."""
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
    alone = shared_rarity(*near, rarity)
    together = shared_rarity(near[0] | my_names, near[1] | their_names, rarity)
    if my_own and their_own and alone < MIN_SHARE_NAMED:
        return 0.0
    if not _is_of_one_subject(mine, theirs, alone):
        return 0.0
    if alone < MIN_SHARE:
        if mine.figure.moment and len(my_names) - len(my_own) < MIN_SHARED_NAMES:
            return 0.0
        wide = max(
            shared_rarity(near[0], other.terms, rarity), shared_rarity(near[1], one.terms, rarity)
        )
        if alone < MIN_SHARE_BESIDE or max(together, wide) < MIN_SHARE_WIDE:
            return 0.0
    confidence = (alone + together) / 2
    return confidence if one.own_names & other.own_names else confidence * UNNAMED_CONFIDENCE


def may_share_action(mine: Side, theirs: Side) -> bool:
    """Whether nothing shows that two figures are of two actions.

    Of the words beside the figures, one must be in both sentences, and so must one of the subjects
    of the clauses. It is enough that one sentence has the other's word: an action can be put in
    many words.
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


def own_phrases_of(mine: Side, theirs: Side) -> tuple[list[Phrase], list[Phrase]]:
    """For each figure, the phrases that narrow it and of which the other sentence says nothing."""
    return _own_phrases_of(mine, theirs.statement), _own_phrases_of(theirs, mine.statement)


def _own_phrases_of(side: Side, other: Statement) -> list[Phrase]:
    figure = side.figure
    places = [*side.statement.places, (figure.phrase_start, figure.end)]
    found = own_phrases(figure.piece, other.terms | other.named | figure.kinds, places)
    return [*_part_of(side, other), *found]


def share_preposition(mine: Sequence[Phrase], theirs: Sequence[Phrase]) -> bool:
    """Whether each has a phrase that begins with the same preposition: in Norway, in Sweden."""
    return not {word for word, _ in mine}.isdisjoint(word for word, _ in theirs)


def _part_of(side: Side, other: Statement) -> list[Phrase]:
    """The "of" after a subject that the other sentence has not: the first phase of the work."""
    subject = _subject(side)
    if not subject or shared_terms(subject, other.terms):
        return []
    words = side.figure.clause
    place = next(n for n, word in enumerate(words) if word.term in subject)
    return [(word.plain, word.start) for word in words[place + 1 : place + 2] if word.plain == "of"]


def _subject(side: Side) -> frozenset[str]:
    """The first content word of a figure's clause; empty where it is unlikely to be the subject."""
    clause, statement = side.figure.clause, side.statement
    content = [w for w in clause if w.has_content and w.text.lower() not in _NTH]
    if not content or clause[0].plain in PREPOSITIONS or content[0].plain.endswith("ing"):
        return frozenset()
    start, term = content[0].start, content[0].term
    is_figure = any(first <= start < end for first, end in statement.places)
    return frozenset() if is_figure or term in statement.own_names else frozenset({term})


def _is_of_one_subject(mine: Side, theirs: Side, alone: float) -> bool:
    """Whether both sentences share a name, or enough else to make up for it."""
    one, other = mine.statement, theirs.statement
    if one.own_names & other.own_names:
        return True
    if max(len(one.values), len(other.values)) > _FEW:
        return False
    shared = len(shared_terms(mine.figure.near, theirs.figure.near))
    if one.named & other.named:
        return shared >= MIN_SHARED_NAMED_BEFORE
    named = one.own_names | one.names_before, other.own_names | other.names_before
    are_of_others = all(named) and named[0].isdisjoint(named[1])
    return shared >= MIN_SHARED_UNNAMED and alone >= MIN_SHARE_UNNAMED and not are_of_others


def _unshared(names: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Those of `names` that neither are in `others` nor contain or are contained in one of them."""
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
