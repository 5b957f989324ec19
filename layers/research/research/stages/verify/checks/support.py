"""Checks that the evidence has the words of a claim, as they stand or others near in meaning.

It must have enough of them all, and one at least of what the claim says of its subject: "Sailing
cargo ships save fuel" on a sentence about sailing cargo ships shares most of its words, and none of
those that matter. Where a claim goes along with the quote, phrase by phrase, a word that the quote
has nothing like is what was changed or added: "in patients" for "in mice".
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from research.stages.verify.checks.evidence import Doubt, Evidence, partial, unsupported
from research.text.clauses import Word, clause_words
from research.text.figures.counted import figure_places
from research.text.names import is_spelt_out, names
from research.text.statements import predicate_place
from research.text.terms import is_unspaced, terms
from research.text.words.lexicon import PARTICLES, is_near, phrasal
from research.text.words.word_lists import read_words
from research.text.words.word_relations import country_words, near_terms, sides_of

_MIN_SUPPORT = 0.35
"""A claim with less of its words in the quote's sentences is about something else."""
_MIN_FULL_SUPPORT = 0.5
"""One with less says more than the quote does. Both were set on one half of our benchmarks, where
no true claim has less."""
_NEAR, _NEAR_NAME = 0.25, 0.5
"""What a word counts that only the surroundings have; they often name whom the quote calls "he"."""
_SAME_ROOT = 5
_MIN_ROOT = 4
_PARTICLE_REACH = 3
"""How far the parts of a verb may stand apart: "turned the offer down"."""
_PARTICULAR = 2.0
"""What a name or a number counts, for a claim is about them."""
_MIN_PREDICATE_WORDS = 2
"""One word that is missing may be said in another way."""
_EMPTY_WORDS = read_words("claim_words", "say nothing particular")
"""Words that add nothing by themselves."""


def support_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where too few of the claim's words are in the evidence."""
    share = _support(claim, evidence)
    if share < _MIN_SUPPORT:
        yield unsupported("the quote speaks of something else")
    elif share < _MIN_FULL_SUPPORT:
        yield partial("much of what the claim says is not in the quote")


def _support(claim: str, evidence: Evidence) -> float:
    """The share, 0 to 1, of what `claim` says by its words that `evidence` says too.

    Numbers, dates and names that are nowhere have checks of their own: a number counts as said
    here, such a name not at all.
    """
    mine = clause_words(claim)
    said, near = (_WordIndex(clause_words(text), mine) for text in (evidence.said, evidence.around))
    places = figure_places(claim)
    wanted = _content_words(claim)
    named = {word for name in names(claim) for word in name.words}
    wanted = [word for word in wanted if word not in named or near.has(word)]
    if not wanted and not named:
        return _share(terms(claim), terms(evidence.said))
    if not wanted:
        return 1.0
    found = sum(
        _weight(word) * (1.0 if said.has(word) else _nearness(word) if near.has(word) else 0.0)
        for word in wanted
    )
    return (found + len(places)) / (sum(map(_weight, wanted)) + len(places))


def predicate_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where no word of the claim from its verb on is in the evidence."""
    mine = clause_words(claim)
    place = predicate_place(mine)
    if place is None or any(start > mine[place].start for start, _ in figure_places(claim)):
        return
    predicate = [word for word in _content_words(claim) if word.start >= mine[place].start]
    around = _WordIndex(clause_words(evidence.around), mine)
    if len(predicate) >= _MIN_PREDICATE_WORDS and not any(around.has(word) for word in predicate):
        words = " ".join(word.text for word in predicate[:3])
        yield partial(f"the quote says nothing of “{words}”")


def addition_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt for the first word of a closely worded claim that its evidence has nothing like."""
    mine, said = clause_words(claim), clause_words(evidence.said)
    around = clause_words(evidence.around)
    known, near = _WordIndex(said, mine), _WordIndex(around)
    calls = {(one.term, other.term) for one, other in pairwise(around)}
    following = dict(pairwise(mine))
    named = {word for name in names(claim) for word in name.words}
    for word in _content_words(claim):
        if word in named or word.plain in _EMPTY_WORDS or known.has(word):
            continue
        if word.text[0].isupper() and near.has(word):
            continue
        after = following.get(word)
        if after is not None and known.has(after) and (word.term, after.term) in calls:
            continue  # "the battery ferry" of a quote that says "the ferry"
        yield partial(f"the quote says nothing of “{word.text}”")
        return


def _content_words(claim: str) -> list[Word]:
    """The words of `claim` that say something and belong to no number or date."""
    places = figure_places(claim)
    found = clause_words(claim)
    particles = {place for _, place, _ in _phrasal_verbs(found)}
    return [
        word
        for place, word in enumerate(found)
        if _has_content(word, places) and place not in particles
    ]


def _phrasal_verbs(found: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """The verbs of two parts: place of the one, of the other, and both in base form."""
    for place, word in enumerate(found):
        for other in range(place + 1, min(place + 1 + _PARTICLE_REACH, len(found))):
            if found[other].plain in PARTICLES and found[other].clause == word.clause:
                if verb := phrasal(word.plain, found[other].plain):
                    yield place, other, verb
                break


def _has_content(word: Word, figures: Sequence[tuple[int, int]]) -> bool:
    """Whether a word says something by itself, and is of no figure."""
    is_figure = any(start < word.end and word.start < end for start, end in figures)
    return word.has_content and not is_figure and not is_unspaced(word.plain)


def _share(wanted: Sequence[str], said: Sequence[str]) -> float:
    """For what has no words between blanks, such as Chinese: the share of its terms."""
    return len(set(wanted) & set(said)) / len(set(wanted)) if wanted else 1.0


def _nearness(word: Word) -> float:
    return _NEAR_NAME if word.text[0].isupper() else _NEAR


def _weight(word: Word) -> float:
    return _PARTICULAR if word.text[0].isupper() or word.text[0].isdigit() else 1.0


class _WordIndex:
    """The words of a text, to look up words of a claim in.

    `asking` are the claim's words in order: the two parts of a verb such as "turn down" are looked
    up as one. Without it, each word is looked up by itself.
    """

    def __init__(self, found: Sequence[Word], asking: Sequence[Word] = ()) -> None:
        self._verbs = {asking[place].start: verb for place, _, verb in _phrasal_verbs(asking)}
        self._words = found
        self._plains = {word.plain for word in found if word.text[0].islower()}
        self._plains |= {verb for _, _, verb in _phrasal_verbs(found)}
        self._terms = {word.term for word in found} | {word.plain for word in found}
        self._roots = {term[:_SAME_ROOT] for term in self._terms if len(term) >= _SAME_ROOT}
        self._sides = {side for term in self._terms for side in sides_of(term)}

    def has(self, word: Word) -> bool:
        """Whether the text has the word, another of its root, or one near in meaning."""
        if word.text.isupper() and is_spelt_out(word.plain, self._words):
            return True
        same = country_words(word.plain) | near_terms(word.term)
        if word.term in self._terms or same & self._terms:
            return True
        if len(word.term) >= _SAME_ROOT and word.term[:_SAME_ROOT] in self._roots:
            return True
        meant = {word.plain, self._verbs.get(word.start, word.plain)}
        if word.text[0].islower() and any(
            is_near(one, plain) for one in meant for plain in self._plains
        ):
            return True
        if any(len(t) >= _MIN_ROOT and word.term.startswith(t) for t in self._terms) or (
            len(word.term) >= _MIN_ROOT and any(t.startswith(word.term) for t in self._terms)
        ):
            return True
        return not sides_of(word.term).isdisjoint(self._sides)
