"""Checks that a claim denies what its evidence denies, is as careful, and says no opposite."""

from collections.abc import Iterator, Sequence

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.evidence import Doubt, partial, unsupported
from research.text.clauses import Word, clause_words
from research.text.contradiction import find_opposite
from research.text.polarity import Negation, denials, is_plain_denial
from research.text.terms import stem
from research.text.words.word_lists import read_words
from research.text.words.word_relations import has_opposite

_MAY_DENY = frozenset("only except unless just besides free few little rarely seldom".split())
"""Words of the evidence that may deny something without a "not"."""
_RECORD = frozenset("first record unprecedented never most".split())
_ENDING = frozenset(
    map(stem, "drop end stop cease remove scrap abandon close discontinue former".split())
)
"""What ended is "no longer"."""
_PREFERRING = frozenset(("instead", "rather"))
_OF_OTHERS = frozenset(("unlike", "none"))
_RUN, _LONGEST_RUN = 2, 4
_AGAINST = 2
"""So many words in the reach of one "not" are a statement, whether or not the first is the same."""
_ACCUSING = frozenset(
    "alleged allegedly allege alleges suspected suspect accused accuse accuses reportedly".split()
)
_BEFORE_TO = read_words("claim_words", "intend or seem")
_EXPECTING = frozenset("expect expects expected scheduled".split())
_HEDGES = _ACCUSING | _EXPECTING | read_words("claim_words", "hedges")
_SOFT = _HEDGES | read_words("claim_words", "soft words")
_SAYING = frozenset(
    "say says said according claim claims argue argues deny denies denied told".split()
)
_COMPARED = frozenset("more less most least as so equally".split())
_HEDGE_REACH = 2


def negation_doubts(claim: str, evidence: ClaimEvidence) -> Iterator[Doubt]:
    """Doubts where one side denies what the other states."""
    mine, theirs = _without_common(denials(claim), denials(evidence.said))
    stated, said = clause_words(claim), clause_words(evidence.said)
    if not any(denial.is_plain for denial in mine) and (dropped := _dropped(stated, said)):
        yield unsupported(f"the quote says “{dropped}”, and the claim does not")
        return
    for denial in theirs:
        if not denial.turned_by and _contradicts(denial, mine, theirs, stated, said):
            word = denial.word.text.lower()
            yield unsupported(f"the quote says “{word}”, and the claim does not")
    for denial in mine:
        if _is_unfounded(denial, theirs, said):
            word = denial.word.text.lower()
            yield unsupported(f"the claim says “{word}”, and the quote does not")


def _dropped(stated: Sequence[Word], said: Sequence[Word]) -> str:
    """The evidence's "not" whose next words the claim, which denies nothing, has without it.

    This holds whatever follows further on: "will not rise before May" is no "will rise before May".
    """
    runs = {_run(stated, place) for place in range(len(stated))}
    free = {_run(said, p) for p in range(len(said)) if not p or not _denies(said[p - 1])}
    for place, word in enumerate(said):
        run = _run(said, place + 1)
        if run and _denies(word) and run in runs and run not in free:
            return word.text.lower()
    return ""


def _denies(word: Word) -> bool:
    return word.plain not in _OF_OTHERS and is_plain_denial(word)


def _run(words: Sequence[Word], start: int) -> tuple[str, ...]:
    """The next two terms, or as many as it takes to have one that says something; or none."""
    for end in range(start + _RUN, min(start + _LONGEST_RUN, len(words)) + 1):
        part = words[start:end]
        if any(w.clause != part[0].clause for w in part):
            return ()
        if any(w.has_content for w in part):
            return tuple(w.term for w in part)
    return ()


def _without_common(
    mine: Sequence[Negation], theirs: Sequence[Negation]
) -> tuple[list[Negation], list[Negation]]:
    """The denials of both sides without those by a word that both have, such as a "ban"."""
    common = {d.word.term for d in mine if not d.is_plain} & {d.word.term for d in theirs}
    return (
        [d for d in mine if d.word.term not in common],
        [d for d in theirs if d.word.term not in common],
    )


def _contradicts(
    denial: Negation,
    mine: Sequence[Negation],
    theirs: Sequence[Negation],
    stated: Sequence[Word],
    said: Sequence[Word],
) -> bool:
    """Whether the claim states what `denial`, one of the evidence's, denies."""
    terms = {word.term for word in stated}
    if not denial.is_of_action or (not denial.is_plain and denial.word.term in terms):
        return False
    if denial.word.plain in _PREFERRING and terms & set(_before(denial.word, said)):
        return False  # both that is chosen from are named; which it was, roles tell
    denied_by_claim = {term for other in mine for term in other.scope}
    if denied_by_claim & set(denial.scope) or any(has_opposite(t, terms) for t in denial.scope[:1]):
        return False
    denied = {term for other in theirs for term in other.scope}
    free = {word.term for word in said if word.term not in denied}
    shared = [term for term in denial.scope if term in terms and term not in free]
    return denial.head in shared or (len(shared) >= _AGAINST and not mine)


def _before(word: Word, said: Sequence[Word]) -> list[str]:
    """The term of the last word before `word` that says something."""
    place = said.index(word)
    return [w.term for w in reversed(said[:place]) if w.has_content][:1]


def _is_unfounded(denial: Negation, theirs: Sequence[Negation], said: Sequence[Word]) -> bool:
    """Whether the evidence does not deny what `denial`, one of the claim's, does."""
    terms = {word.term for word in said}
    denied = {term for other in theirs for term in other.scope}
    if denial.turned_by:
        return not theirs and any(word.plain == denial.turned_by for word in said)
    if set(denial.scope) & denied:
        return False
    if not denial.is_plain and (denial.word.term in terms or has_opposite(denial.word.term, terms)):
        return False  # whether "rejected" stands for "approved" is for opposites to say
    if denial.is_no_longer and terms & _ENDING:
        return False
    if any(has_opposite(term, terms) for term in denial.scope):
        return False
    if any(w.plain.endswith("est") or w.plain in _RECORD for w in said) and denial.is_record:
        return False  # "not so cold since 1999" was the coldest
    is_softened = any(w.plain in _MAY_DENY or w.plain.endswith("less") for w in said)
    return denial.head in terms or (denial.is_plain and not theirs and not is_softened)


def opposite_doubts(claim: str, evidence: ClaimEvidence) -> Iterator[Doubt]:
    """A doubt where the claim has the opposite of a word of the evidence in its place."""
    if found := find_opposite(claim, evidence.said):
        denied = "not " if found.is_graded else ""
        doubt = partial if found.is_graded else unsupported
        yield doubt(
            f"the quote says “{denied}{found.other.text}” where the claim says “{found.word.text}”"
        )


def hedge_doubts(claim: str, evidence: ClaimEvidence) -> Iterator[Doubt]:
    """A doubt where the claim states as a fact what the evidence calls possible or planned."""
    stated, said = clause_words(claim), clause_words(evidence.said)
    terms = {word.term for word in stated} | {word.plain for word in stated}
    if any(_is_hedge(word, _SOFT) for word in stated):
        return
    denied = {term for denial in denials(evidence.said) for term in denial.scope}
    for place, hedge in enumerate(said):
        if hedge.term in denied or [w.plain for w in said[place + 1 : place + 2]] == ["not"]:
            continue
        if not _is_hedge(hedge, _HEDGES) or _is_kept(hedge, terms):
            continue
        if hedge.plain == "likely" and said[max(0, place - 1)].plain in _COMPARED:
            continue  # "less likely to fall ill" compares
        if hedge.plain in _BEFORE_TO and [w.plain for w in said[place + 1 : place + 2]] != ["to"]:
            continue  # "plans for" and "hopes of" say nothing of what comes after
        reached = [
            word.term
            for word in said[place + 1 :]
            if word.clause == hedge.clause and word.has_content and not word.text[0].isupper()
        ][:_HEDGE_REACH]
        free = [word.term for word in said[:place]]
        if any(term in terms and term not in free for term in reached):
            yield partial(f"the quote says “{hedge.text}”, and the claim states it as a fact")
            return


def _is_kept(hedge: Word, terms: set[str]) -> bool:
    """Whether a claim with these terms is as careful in other words."""
    if hedge.plain in _EXPECTING:
        return "will" in terms
    return hedge.plain in _ACCUSING and bool(terms & _SAYING)


def _is_hedge(word: Word, among: frozenset[str]) -> bool:
    return word.plain in among and not (word.plain == "may" and word.text[0].isupper())
