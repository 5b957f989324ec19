"""Whether a claim denies what its evidence denies, and nothing else."""

from collections.abc import Iterator, Sequence

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.text.clauses import Word, clause_words
from research.text.polarity import Denial, denials, is_plain_denial
from research.text.terms import stem
from research.text.words.opposites import has_opposite

_SOFTENED = frozenset("only except unless just besides free few little rarely seldom".split())
"""Words of the evidence that may deny something without a "not"."""
_RECORD = frozenset("first record unprecedented never most".split())
_ENDING = frozenset(
    map(stem, "drop end stop cease remove scrap abandon close discontinue former".split())
)
"""What ended is "no longer"."""
_PREFERRING = frozenset(("instead", "rather"))
_OF_ONE = frozenset(("unlike", "none"))
_RUN, _LONGEST_RUN = 2, 4
_AGAINST = 2
"""So many words in the reach of one "not" are a statement, whether or not the first is the same."""


def negation_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """Doubts where one side denies what the other states."""
    mine, theirs = _apart(denials(claim), denials(evidence.said))
    stated, said = clause_words(claim), clause_words(evidence.said)
    if not any(denial.is_plain for denial in mine) and (dropped := _dropped(stated, said)):
        yield Doubt(Verdict.UNSUPPORTED, f"the quote says “{dropped}”, and the claim does not")
        return
    for denial in theirs:
        if not denial.turned_by and _contradicts(denial, mine, theirs, stated, said):
            word = denial.word.text.lower()
            yield Doubt(Verdict.UNSUPPORTED, f"the quote says “{word}”, and the claim does not")
    for denial in mine:
        if _is_unfounded(denial, theirs, said):
            word = denial.word.text.lower()
            yield Doubt(Verdict.UNSUPPORTED, f"the claim says “{word}”, and the quote does not")


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
    return word.plain not in _OF_ONE and is_plain_denial(word)


def _run(words: Sequence[Word], start: int) -> tuple[str, ...]:
    """The next two terms, or as many as it takes to have one that says something; or none."""
    for end in range(start + _RUN, min(start + _LONGEST_RUN, len(words)) + 1):
        part = words[start:end]
        if any(w.clause != part[0].clause for w in part):
            return ()
        if any(w.has_content for w in part):
            return tuple(w.term for w in part)
    return ()


def _apart(mine: Sequence[Denial], theirs: Sequence[Denial]) -> tuple[list[Denial], list[Denial]]:
    """The denials of both sides without those by a word that both have, such as a "ban"."""
    common = {d.word.term for d in mine if not d.is_plain} & {d.word.term for d in theirs}
    return (
        [d for d in mine if d.word.term not in common],
        [d for d in theirs if d.word.term not in common],
    )


def _contradicts(
    denial: Denial,
    mine: Sequence[Denial],
    theirs: Sequence[Denial],
    stated: Sequence[Word],
    said: Sequence[Word],
) -> bool:
    """Whether the claim states what `denial`, one of the evidence's, denies."""
    terms = {word.term for word in stated}
    if not denial.is_of_deed or (not denial.is_plain and denial.word.term in terms):
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


def _is_unfounded(denial: Denial, theirs: Sequence[Denial], said: Sequence[Word]) -> bool:
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
    is_softened = any(w.plain in _SOFTENED or w.plain.endswith("less") for w in said)
    return denial.head in terms or (denial.is_plain and not theirs and not is_softened)
