"""Chooses the sentences of a report: those on its topic, and of these the ones that say most.

All of a page about the question may be used: its sentences need not name the subject each time. Of
a round-up, with one item about the question, only paragraphs that name the subject are.

A set of sentences is worth what it says: the terms in it, each weighted by how many relevant
sources use it, how rare it is among all that was read, and whether it is a name or a number. What
is said again counts little. The best set is found greedily, by worth a word: the gain of a
sentence falls as others are chosen, so greedy is near the best (Nemhauser, Wolsey & Fisher, 1978;
for summaries: Gillick & Favre, "A scalable global model for summarization", 2009; Lin & Bilmes,
"A class of submodular functions for document summarization", 2011).

The weights were set on 6 topics over news pages and checked on 10 others. None is sharp: each can
change by half and the share of facts found by two points at most.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from research.domain.question import Question
from research.domain.source import Source
from research.stages.write.worth import Nearness
from research.text.agreement.restating import restates
from research.text.bm25 import inverse_document_frequencies
from research.text.round_ups import places_about
from research.text.source_sentences import Sentence, SentenceKey
from research.text.terms import stem, terms, words

MAX_RARITY = 3.0
NUMBER_WEIGHT = 2.0
NAME_WEIGHT = 1.5
SAID_AGAIN = 0.1
"""What a term still counts for each time it was said before."""
LENGTH_POWER = 0.85
"""1 would be worth a word, and favour scraps; 0 worth alone, and favour the longest."""
BASE_WORDS = 3
"""What it costs a reader to turn to another sentence, however short it is."""
ONE_SIDED = 0.03
"""What each sentence already taken of a source takes from its others."""
_OWN_WORDS = 0.6
_NEIGHBOURS = 0.4
"""A sentence's nearness to the query is its own and, less, that of where it stands."""
_QUERY_TERMS = 0.3
IN_ANY_CASE = 0.5
"""What a sentence counts that is not about the query, in a source that is."""
AT_THE_BEGINNING = 0.6
BEGINNING_SENTENCES = 8
RELEVANCE_POWER = 1.5
WANTED_POWER = 2.0
WORTHLESS = 0.08
"""Of the first sentence's gain: what adds less is left out even where there is room."""
_NAMES_MAJORITY = 2


def on_topic(
    query: str,
    questions: Sequence[Question],
    candidates: Sequence[Sentence],
    sources: Sequence[Source],
) -> list[Sentence]:
    """Those of `candidates` that are about `query` or a question, and not their pages alone."""
    asked = frozenset(terms(" ".join([query, *(question.text for question in questions)])))
    is_about = {source.id: places_about(source, asked) for source in sources}
    return [one for one in candidates if asked & one.terms or is_about[one.source](one.span)]


@dataclass(frozen=True, slots=True, eq=False)
class ScoredSentence:
    """A sentence, and the factor on the worth of all that it says."""

    sentence: Sentence
    factor: float
    wanted: float = 1.0
    """How likely a reader wants it, by `worth`."""


def weigh(
    sentence: Sentence, nearness: Nearness, relevance: float, wanted: float
) -> ScoredSentence:
    """`sentence` weighed by how near it is to the query, how relevant its source is, and how
    likely a reader wants it.
    """
    near = max(0.0, _OWN_WORDS * nearness.own + _NEIGHBOURS * nearness.around)
    near += _QUERY_TERMS * nearness.asked
    beginning = 1 + AT_THE_BEGINNING * exp(-sentence.place / BEGINNING_SENTENCES)
    factor = sentence.standalone * (IN_ANY_CASE + near) * beginning * relevance**RELEVANCE_POWER
    return ScoredSentence(sentence, factor * wanted**WANTED_POWER, wanted)


def gain_of(sentence: Sentence, worth: Mapping[str, float]) -> float:
    """What the terms of `sentence` are worth a word, as long as nothing is said yet."""
    return sum(worth.get(term, 0.0) for term in sentence.terms) / _cost(sentence.words)


def _cost(words: int) -> float:
    return float((BASE_WORDS + words) ** LENGTH_POWER)


def cover(
    weighed: Sequence[ScoredSentence],
    worth: Mapping[str, float],
    max_words: int,
    said: Iterable[Sequence[str]] = (),
) -> list[ScoredSentence]:
    """The sentences of most worth within `max_words`, in the order in which they were chosen.

    `said` are the terms of each sentence that the report has already: to say them again is worth
    less, and what only restates one of them is left out. Of sentences that begin at one place,
    such as one and it with what leans on it, the longest chosen stands for the others.
    """
    told = [frozenset(sentence) for sentence in said]
    left = list(weighed)
    share_left: defaultdict[str, float] = defaultdict(lambda: 1.0)
    for term in (term for sentence in told for term in sentence):
        share_left[term] *= SAID_AGAIN
    taken: Counter[int] = Counter()
    chosen: dict[SentenceKey, ScoredSentence] = {}
    first_gain, room = 0.0, max_words

    def gain(candidate: ScoredSentence) -> float:
        sentence = candidate.sentence
        new = sum(worth.get(term, 0.0) * share_left[term] for term in sentence.terms)
        one_sided = 1 + ONE_SIDED * taken[sentence.source]
        return float(candidate.factor * new / _cost(added_words(candidate)) / one_sided)

    def added_words(candidate: ScoredSentence) -> int:
        held = chosen.get(candidate.sentence.key)
        return candidate.sentence.words - (held.sentence.words if held else 0)

    while left := [candidate for candidate in left if 0 < added_words(candidate) <= room]:
        best = max(left, key=gain)
        best_gain, key = gain(best), best.sentence.key
        first_gain = first_gain or best_gain
        if best_gain <= WORTHLESS * first_gain:
            break
        left.remove(best)
        held = chosen[key].sentence.terms if key in chosen else frozenset()
        new = best.sentence.terms - held
        if any(restates(new, other) for other in told):
            continue
        taken[best.sentence.source] += key not in chosen
        room -= added_words(best)
        chosen[key] = best
        told.append(new)
        for term in new:
            share_left[term] *= SAID_AGAIN
    return list(chosen.values())


def term_worth(
    sources: Sequence[Source],
    relevance: Mapping[int, float],
    documents: Mapping[int, Sequence[str]],
) -> dict[str, float]:
    """The worth of each term that the relevant sources use.

    `relevance` is by source number, and so are `documents`, the terms of each source.
    """
    rarity = inverse_document_frequencies(documents.values())
    support: defaultdict[str, float] = defaultdict(float)
    for number, weight in relevance.items():
        for term in set(documents[number]):
            support[term] += weight
    names = _names(source.text for source in sources if source.id in relevance)
    return {
        term: weight * min(rarity[term], MAX_RARITY) * _kind_weight(term, names)
        for term, weight in support.items()
    }


def _kind_weight(term: str, names: frozenset[str]) -> float:
    if any(character.isdigit() for character in term):
        return NUMBER_WEIGHT
    return NAME_WEIGHT if term in names else 1.0


def _names(texts: Iterable[str]) -> frozenset[str]:
    """The terms that are mostly written with a capital."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        for word in words(text):
            (capital if word[0].isupper() else small)[stem(word)] += 1
    return frozenset(t for t, n in capital.items() if n > _NAMES_MAJORITY * small[t])
