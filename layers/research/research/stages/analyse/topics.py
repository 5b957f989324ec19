"""Finds what the sources are about: non-negative factors of the terms of their sentences.

NMF by multiplicative updates (Lee & Seung 2001) of a TF-IDF matrix, begun from its singular vectors
(NNDSVD, Boutsidis & Gallopoulos 2008), so that the same sentences always have the same topics.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from research.domain.analysis.analysis import Topic, TopicWord
from research.stages.analyse.material import SourceSentence
from research.stages.analyse.tones import Scored, class_of, tone_of
from research.text.terms import fold, is_unspaced, stem, terms, words
from research.text.words.lexicon import main_kind
from research.text.words.word_lists import read_words

MAX_TOPICS = 6
SENTENCES_PER_TOPIC = 12
MIN_TOPIC_SHARE = 0.05
WORDS_PER_TOPIC = 5
PASSAGES_PER_TOPIC = 2
MIN_SENTENCES_OF_TERM = 3
MAX_SHARE_OF_TERM = 0.5
"""A term that half of the sentences have tells no topic from another."""
MAX_TERMS = 400
MAX_SENTENCES = 1_000
ROUNDS = 60
_SMALLEST = 1e-9
_NO_TOPICS = read_words("names", "no names")
_NOUN = re.compile(r"[^\W\d_]{3,}(?:['’]s)?")

Floats = npt.NDArray[np.float64]


def topics(
    scored: Sequence[Scored], *, has_tones: bool = True
) -> tuple[list[Topic], list[TopicWord]]:
    """The topics of some sentences, heaviest first, and their words, the most frequent first.

    None where there are too few. Without tones, their sentiment is None.
    """
    kept = scored[:MAX_SENTENCES]
    found = [Counter(_topic_terms(sentence)) for sentence, _ in kept]
    made = _topics(kept, found)
    if not has_tones:
        made = [one.model_copy(update={"sentiment": None}) for one in made]
    return made, _words_of(made, found)


def _topics(kept: Sequence[Scored], found: Sequence[Counter[str]]) -> list[Topic]:
    """The topics of `kept`, of whose sentences `found` counts the terms."""
    vocabulary = _vocabulary(found)
    count = min(MAX_TOPICS, len(kept) // SENTENCES_PER_TOPIC)
    if count < 2 or len(vocabulary) < 2 * count:
        return []
    matrix = _tf_idf(found, vocabulary)
    sides, factors = _factors(matrix, count)
    written = _written_forms(sentence for sentence, _ in kept)
    strongest = np.where(sides.max(axis=1) > _SMALLEST, sides.argmax(axis=1), -1)
    made = [
        _topic(number, sides, factors, strongest, vocabulary, written, kept)
        for number in range(count)
        if factors[number].max() > 0  # few kinds of sentences have fewer topics
    ]
    return sorted(
        (one for one in made if one.weight >= MIN_TOPIC_SHARE and len(one.words) > 1),
        key=lambda one: -one.weight,
    )


def _words_of(made: Iterable[Topic], found: Sequence[Counter[str]]) -> list[TopicWord]:
    """The words of the topics that were `made` of the terms `found`."""
    spread = Counter(term for one in found for term in one)
    by_term = {stem(fold(word)): word for one in made for word in one.words}
    counted = [
        TopicWord(word=word, sentences=spread[term])
        for term, word in by_term.items()
        if spread[term]
    ]
    return sorted(counted, key=lambda one: (-one.sentences, one.word))


def _topic_terms(sentence: SourceSentence) -> list[str]:
    """The terms of its nouns and names: what else a sentence has marks its style, not its topic."""
    return [
        term
        for word in words(sentence.text)
        if _NOUN.fullmatch(word)
        and fold(word) not in _NO_TOPICS
        and (word[0].isupper() or main_kind(fold(word)) in ("n", ""))
        for term in terms(word)
        if len(term) > 2
    ]


def _vocabulary(found: Sequence[Counter[str]]) -> list[str]:
    spread = Counter(term for one in found for term in one)
    most = MAX_SHARE_OF_TERM * len(found)
    fitting = [
        (term, number)
        for term, number in spread.most_common()
        if MIN_SENTENCES_OF_TERM <= number <= most
    ]
    return [term for term, _ in fitting[:MAX_TERMS]]


def _tf_idf(found: Sequence[Counter[str]], vocabulary: Sequence[str]) -> Floats:
    place = {term: column for column, term in enumerate(vocabulary)}
    matrix = np.zeros((len(found), len(vocabulary)))
    for row, one in enumerate(found):
        for term, number in one.items():
            if term in place:
                matrix[row, place[term]] = 1.0 + np.log(number)
    spread = (matrix > 0).sum(axis=0)
    matrix *= np.log(len(found) / spread)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    weighed: Floats = matrix / np.maximum(lengths, _SMALLEST)
    return weighed


def _factors(matrix: Floats, count: int) -> tuple[Floats, Floats]:
    """The sides (sentences × topics) and the factors (topics × terms)."""
    left, sizes, right = np.linalg.svd(matrix, full_matrices=False)
    sides = np.full((matrix.shape[0], count), _SMALLEST)
    factors = np.full((count, matrix.shape[1]), _SMALLEST)
    for number in range(count):
        column, row = left[:, number], right[number]
        positive = np.linalg.norm(np.maximum(column, 0)) * np.linalg.norm(np.maximum(row, 0))
        negative = np.linalg.norm(np.minimum(column, 0)) * np.linalg.norm(np.minimum(row, 0))
        sign = 1.0 if positive >= negative else -1.0
        scale = np.sqrt(sizes[number])
        sides[:, number] += scale * np.maximum(sign * column, 0)
        factors[number] += scale * np.maximum(sign * row, 0)
    for _ in range(ROUNDS):
        factors *= (sides.T @ matrix) / (sides.T @ sides @ factors + _SMALLEST)
        sides *= (matrix @ factors.T) / (sides @ factors @ factors.T + _SMALLEST)
    return sides, factors


def _topic(
    number: int,
    sides: Floats,
    factors: Floats,
    strongest: npt.NDArray[np.int64],
    vocabulary: Sequence[str],
    written: dict[str, str],
    scored: Sequence[Scored],
) -> Topic:
    own = np.flatnonzero(strongest == number)
    ordered = own[np.argsort(-sides[own, number], kind="stable")].tolist()
    columns = np.argsort(-factors[number], kind="stable")[:WORDS_PER_TOPIC]
    shown = [
        written[vocabulary[column]]
        for column in columns
        if factors[number, column] > factors[number, columns[0]] / 5
    ]
    sentiment = tone_of([scored[row] for row in ordered])
    polarity = float(np.mean([scored[row][1].polarity for row in ordered])) if len(own) else 0.0
    return Topic(
        words=tuple(dict.fromkeys(shown)),
        weight=round(len(own) / len(scored), 3),
        passages=tuple(scored[row][0].citation for row in ordered[:PASSAGES_PER_TOPIC]),
        tone=class_of(polarity),
        sentiment=sentiment,
    )


def _written_forms(sentences: Iterable[SourceSentence]) -> dict[str, str]:
    """Of each term the form that is written most often; capitals where most forms have them."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in words(sentence.text):
            if not is_unspaced(word):
                forms[stem(fold(word))][word.removesuffix("'s").removesuffix("’s")] += 1
    return {term: counted.most_common(1)[0][0] for term, counted in forms.items()}
