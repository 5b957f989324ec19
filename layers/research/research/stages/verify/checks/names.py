"""Checks that the people, places and things that a claim names are named by its evidence."""

from collections.abc import Iterator, Sequence

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.evidence import Doubt, partial, unsupported
from research.text.clauses import SAYING, Word, clause_words
from research.text.names import Name, has_name, initials, is_spelt_out, names

_FULL_NAME = 2
_MIDDLE_NAMES = 3
_BE = frozenset("is are was were be been being".split())
_PASSIVE = "be "
"""What is done to someone is not what someone does."""
_NOTHING = ""


def name_doubts(claim: str, evidence: ClaimEvidence) -> Iterator[Doubt]:
    """A doubt for each name of `claim` that its evidence does not use.

    A part of a name is enough for the whole, if what is missing is nowhere else; an acronym stands
    for its words. A name that only the surroundings use counts where the quote may mean it.
    """
    said, around = clause_words(evidence.said), clause_words(evidence.around)
    known = frozenset(
        w.plain for name in names(evidence.around) if name.is_sure for w in name.words
    )
    for name in names(claim, known):
        missing = [word for word in name.words if not has_name(word, around)]
        if missing and not _is_abbreviated(name, missing, around):
            yield _missing(name, missing)
        elif not missing and _is_mixed(claim, name, around):
            yield partial(f"the name {name.written} is not in the quote as a whole")
        elif not missing:
            is_said = any(has_name(word, said) for word in name.words)
            yield from _replaced(claim, name, evidence.said, is_said=is_said)


def _missing(name: Name, missing: Sequence[Word]) -> Doubt:
    if len(missing) < len(name.words):
        words = " ".join(word.text for word in missing)
        return partial(f"the quote does not say “{words}” of “{name.written}”")
    doubt = unsupported if name.is_sure else partial
    return doubt(f"the name {name.written} is not in the quote")


def _is_abbreviated(name: Name, missing: Sequence[Word], around: Sequence[Word]) -> bool:
    """Whether the evidence has the name's initials, or the words that its capitals stand for."""
    if any(word.text.isupper() and word.plain == initials(name.words) for word in around):
        return True
    return all(word.text.replace(".", "").isupper() and is_spelt_out(word.plain, around)
               for word in missing)  # fmt: skip


def _is_mixed(claim: str, name: Name, around: Sequence[Word]) -> bool:
    """Whether a full name's first word is always another's, as of Aaron Ryan for Aaron Ramsey."""
    return any(
        _is_another(run[0], run[1], around) for run in _runs(claim, name) if len(run) == _FULL_NAME
    )


def _is_another(first: Word, last: Word, around: Sequence[Word]) -> bool:
    following = [
        around[place + 1 : place + 1 + _MIDDLE_NAMES]
        for place, word in enumerate(around)
        if word.plain == first.plain and word.text[0].isupper()
    ]
    return bool(following) and all(
        after and after[0].text[0].isupper() and not has_name(last, after) for after in following
    )


def _runs(claim: str, name: Name) -> Iterator[list[Word]]:
    """The parts of a name with nothing but a blank between their words: whom "and" joins."""
    run: list[Word] = []
    for word in name.words:
        if run and claim[run[-1].end : word.start] != " ":
            yield run
            run = []
        run.append(word)
    yield run


def _replaced(claim: str, name: Name, said: str, *, is_said: bool) -> Iterator[Doubt]:
    """A doubt where the quote has another name in this one's place."""
    stated = clause_words(claim)
    place = _place(claim, name)
    for rival in names(said):
        if any(has_name(word, name.words) for word in rival.words) or _is_short_for(name, rival):
            continue
        other = _place(said, rival)
        is_in_place = place == other and any(place)
        is_new = not any(has_name(word, stated) for word in rival.words)
        is_beside = any(one and one == two for one, two in zip(place, other, strict=True))
        if is_in_place or (is_new and is_beside and not is_said):
            yield partial(f"the quote has {rival.written} in the place of {name.written}")
            return


def _is_short_for(one: Name, other: Name) -> bool:
    """Whether one of two names is the other's initials."""
    return any(
        word.text.replace(".", "").isupper() and word.plain == initials(long.words)
        for short, long in ((one, other), (other, one))
        for word in short.words
    )


def _place(text: str, name: Name) -> tuple[str, str]:
    """The terms right before and after a name, small words left out; empty at either end."""
    words = clause_words(text)
    first, last = words.index(name.words[0]), words.index(name.words[-1])
    before = [w.term for w in words[:first] if w.has_content]
    after = [w.term for w in words[last + 1 :] if w.has_content or w.plain in SAYING]
    is_done_by = any(w.plain == "by" for w in words[max(0, first - 2) : first])
    is_done_to = any(w.plain in _BE for w in words[last + 1 : last + 3])
    preceding, following = (before or [_NOTHING])[-1], (after or [_NOTHING])[0]
    return (
        f"{_PASSIVE}{preceding}" if is_done_by else preceding,
        f"{_PASSIVE}{following}" if is_done_to else following,
    )
