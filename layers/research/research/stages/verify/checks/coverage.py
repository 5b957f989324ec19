"""How much of what a claim says and names its evidence says too, and whom its names stand for."""

from collections.abc import Mapping, Sequence

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.word_index import WordIndex, content_words
from research.text.clauses import Word, clause_words
from research.text.names import has_name, initials, names
from research.text.sentences import sentence_spans

_NAME = 2.0
"""What a name counts, of the words that a claim has in common with its evidence."""
_SENTENCES_BACK = 14
_NO_SUBJECTS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june"
    " july august september october november december".split()
)


def coverage_features(
    claim: str, evidence: ClaimEvidence, mine: Sequence[Word], theirs: Sequence[Word]
) -> Mapping[str, float]:
    """Shares and counts of the claim's words by where the evidence has them."""
    said = WordIndex(theirs, mine)
    around = WordIndex(clause_words(evidence.around), mine)
    anywhere = WordIndex(clause_words(evidence.everything), mine)
    content = content_words(claim)
    near = [word for word in content if said.has(word) or around.has(word)]
    small = [word for word in content if word.text[0].islower()]
    weight = sum(map(_weight, content)) or 1.0
    return {
        "share_near": sum(map(_weight, near)) / weight,
        "words_unsaid": float(sum(not said.has(word) for word in small)),
        "words_nowhere": float(sum(not anywhere.has(word) for word in small)),
        "name_not_subject": float(_names_another(claim, evidence, said, theirs)),
    }


def names_nowhere(claim: str, evidence: ClaimEvidence) -> list[str]:
    """The words of the claim's names that its sources use nowhere, in any form."""
    words = clause_words(evidence.everything)
    anywhere = WordIndex(words, clause_words(claim))
    text = evidence.everything.casefold()
    return [
        word.text
        for name in names(claim)
        if name.is_sure and not any(word.plain == initials(name.words) for word in words)
        for word in name.words
        if not has_name(word, words) and not anywhere.has(word) and _singular(word) not in text
    ]


def _singular(word: Word) -> str:
    """The word in small letters, an acronym without its plural: "tv" for "TVs"."""
    return word.plain.removesuffix("s") if word.text[:-1].isupper() else word.plain


def _weight(word: Word) -> float:
    return _NAME if word.text[0].isupper() else 1.0


def _names_another(
    claim: str, evidence: ClaimEvidence, said: WordIndex, theirs: Sequence[Word]
) -> bool:
    """Whether a name that the quote lacks is no subject of the last sentence before that has it.

    A subject is taken to be the sentence's first name.
    """
    missing = [
        {word.plain for word in name.words if not has_name(word, theirs) and not said.has(word)}
        for name in names(claim)
    ]
    spans = list(sentence_spans(evidence.before))[-_SENTENCES_BACK:]
    earlier = [_named(span.of(evidence.before)) for span in reversed(spans)]
    words = clause_words(evidence.everything)
    for wanted in filter(None, missing):
        if not any(word.plain in wanted for word in words):
            continue
        sentence = next((named for named in earlier if any(wanted & name for name in named)), None)
        if sentence is None or not sentence[0] & wanted:
            return True
    return False


def _named(sentence: str) -> list[set[str]]:
    found = [{word.plain for word in name.words} for name in names(sentence)]
    return [name for name in found if not name & _NO_SUBJECTS]
