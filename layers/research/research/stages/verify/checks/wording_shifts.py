"""Which kinds of words a claim adds to its evidence or leaves out: care, scope, cause, "not".

Each finding is a number, 0 where there is nothing to say; what they are worth is fitted
(`entailment_model.json`). The words are lists of `claim_words.txt`.
"""

from collections.abc import Mapping, Sequence

from research.stages.verify.checks.likeness import likeness
from research.stages.verify.checks.semantic_roles import BE_REACH, PARTICIPLE
from research.text.clauses import Word
from research.text.contradiction import find_opposite
from research.text.polarity import denials
from research.text.terms import stem
from research.text.words.word_lists import read_words

_CAREFUL = read_words("claim_words", "careful words")
_SURE = read_words("claim_words", "sure words")
_WHOLE = read_words("claim_words", "whole amount")
_EVERY = read_words("claim_words", "each and all")
_PART = read_words("claim_words", "part of amount")
_SAYING = read_words("claim_words", "verbs of saying")
_CAUSE = read_words("claim_words", "cause")
_BEFORE = read_words("claim_words", "before")
_AFTER = read_words("claim_words", "after")
_UP = read_words("claim_words", "up")
_DOWN = read_words("claim_words", "down")
_DENYING = read_words("claim_words", "denying words")
_TO_COME = _CAREFUL | frozenset(("will", "shall", "hopes"))
_HAVING = frozenset("has have had was were".split())
_ALIKE = 0.5
_TURNING_PREFIXES = ("un", "dis", "non", "in", "im")
_MIN_TURNED = 4
_DENIAL_REACH = 4
_MOST_HEDGES = 3
_MOST_FLIPS = 2
Signs = Mapping[str, int]


def wording_features(
    claim: str, said: str, mine: Sequence[Word], theirs: Sequence[Word]
) -> Mapping[str, float]:
    """Compares the kinds of words of `claim` and of `said`; `mine` and `theirs` are their words."""
    ours, others = {word.plain for word in mine}, {word.plain for word in theirs}
    careful, cautious = ours & _CAREFUL, others & _CAREFUL
    return {
        "hedge_kept": float(bool(careful)),
        "hedge_lost": float(bool(cautious) and not careful),
        "hedge_fewer": float(max(0, min(_MOST_HEDGES, len(cautious) - len(careful)))),
        "sure_added": float(len((ours & _SURE) - others)),
        "whole_added": float(len((ours & _WHOLE) - others)),
        "every_added": float(bool(ours & _EVERY) and not others & _EVERY),
        "part_kept": float(len(ours & others & _PART)),
        "speaker_told": float(bool(ours & _SAYING)),
        "speaker_lost": float(bool(others & _SAYING) and not ours & _SAYING),
        "cause_told": float(bool(ours & _CAUSE)),
        "cause_added": float(bool(ours & _CAUSE) and not others & _CAUSE),
        "order_turned": _turned(ours, others, _BEFORE, _AFTER),
        "direction_turned": _turned(ours, others, _UP, _DOWN),
        "plan_as_done": float(_is_planned(theirs) and not _is_planned(mine) and _is_done(mine)),
        "denial_kept": float(_denials_kept(claim, mine, said, theirs)),
        "denial_lost": float(bool(denials(said)) and not denials(claim)),
        "denial_turned": float(_denial_flips(claim, mine, said, theirs)),
        "opposite_said": float(find_opposite(claim, said) is not None),
    }


def _is_planned(words: Sequence[Word]) -> bool:
    """Whether they speak of what is to come, or may be."""
    return any(word.plain in _TO_COME for word in words)


def _is_done(words: Sequence[Word]) -> bool:
    """Whether they tell that something was or has been done."""
    return any(
        word.plain in _HAVING
        and any(PARTICIPLE.search(after.plain) for after in words[place + 1 : place + 1 + BE_REACH])
        for place, word in enumerate(words)
    )


def _turned(ours: set[str], others: set[str], one: frozenset[str], other: frozenset[str]) -> float:
    """1 where the claim has words of one list alone, and the evidence of the other alone."""
    mine, theirs = ((bool(words & one), bool(words & other)) for words in (ours, others))
    return float(any(mine) and mine != (True, True) and theirs == mine[::-1])


def _denial_flips(claim: str, mine: Sequence[Word], said: str, theirs: Sequence[Word]) -> int:
    """How many words that both have are denied in the one alone, up to two."""
    our_denied, their_denied = _denied(claim, mine), _denied(said, theirs)
    signs: dict[str, set[bool]] = {}
    for word in theirs:
        for term, is_turned in _forms(word):
            signs.setdefault(term, set()).add((word.term in their_denied) is not is_turned)
    flips = 0
    for word in mine:
        if not word.has_content or word.text[0].isupper():
            continue
        known = [
            ((word.term in our_denied) is not is_turned) in signs[term]
            for term, is_turned in _forms(word)
            if term in signs
        ]
        flips += bool(known) and not any(known)
    return min(flips, _MOST_FLIPS)


def _denials_kept(claim: str, mine: Sequence[Word], said: str, theirs: Sequence[Word]) -> int:
    """How many words that the claim denies are denied in the evidence, or one near, up to two."""
    our_denied, their_denied = _denied(claim, mine), _denied(said, theirs)
    kept = 0
    for word in mine:
        if word.term in our_denied and word.has_content and word.text[0].islower():
            kept += any(
                other.term in their_denied
                and other.has_content
                and likeness(word.term, word.plain, other.term, other.plain) >= _ALIKE
                for other in theirs
            )
    return min(kept, _MOST_FLIPS)


def _forms(word: Word) -> list[tuple[str, bool]]:
    """A word's term, and that of what it turns round: "undisclosed" is not disclosed."""
    found = [(word.term, False)]
    for prefix in _TURNING_PREFIXES:
        rest = word.plain.removeprefix(prefix)
        if rest != word.plain and len(rest) >= _MIN_TURNED:
            found.append((stem(rest), True))
    return found


def _denied(text: str, words: Sequence[Word]) -> set[str]:
    """The terms that a text denies: after a "not", and around a "lacks" or a "refused"."""
    found: set[str] = set()
    for denial in denials(text):
        if not denial.turned_by:
            found.update(denial.scope)
            if denial.word.has_content and not denial.is_plain:
                found.add(denial.word.term)
    for place, word in enumerate(words):
        if word.plain in _DENYING:
            found.add(word.term)
            beside = words[max(0, place - _DENIAL_REACH) : place + _DENIAL_REACH + 1]
            found.update(
                other.term for other in beside if other.has_content and other.clause == word.clause
            )
    return found
