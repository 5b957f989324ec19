"""Claims made of candidates, each cited with the other sources that say the same."""

from collections.abc import Iterable

from research.domain.claim import Citation, Claim
from research.stages.answer.candidates import Candidate, Pool
from research.text.relative_days import dated
from research.text.source_sentences import corroborating
from research.text.terms import word_count

_SAME_SAID = 0.8
"""Of the shorter sentence's terms: the other one says it already."""


def claim_of(candidate: Candidate, pool: Pool) -> Claim:
    """The claim that `candidate` makes, cited with other sources that say the same."""
    place = candidate.quote
    quote = place.of(candidate.source.text)
    first = Citation(source=candidate.source.id, quote=quote, start=place.start, end=place.end)
    said = dated(" ".join(quote.split()), candidate.source.published)
    others = [other.sentence for other in pool.candidates]
    texts = {other.source.id: other.source.text for other in pool.candidates}
    more = corroborating(candidate.sentence, others, texts)
    return Claim(text=said[:1].upper() + said[1:], citations=(first, *more))


def quote_words(candidate: Candidate) -> int:
    """How many words its claim has."""
    return word_count(candidate.quote.of(candidate.source.text))


def unlike(rows: Iterable[int], said: Iterable[int], pool: Pool) -> list[int]:
    """Those of `rows` that say nothing again of what one of `said`, or of them, has said."""
    kept, before = [], [pool.candidates[row] for row in said]
    for row in rows:
        one = pool.candidates[row]
        if not any(_says_again(one, other) for other in before):
            kept.append(row)
            before.append(one)
    return kept


def _says_again(one: Candidate, other: Candidate) -> bool:
    """Whether their quotes overlap, or hardly differ in what they say."""
    if one is other:
        return False
    if one.source is other.source and (
        one.quote.start < other.quote.end and other.quote.start < one.quote.end
    ):
        return True
    mine, theirs = one.sentence.terms, other.sentence.terms
    return len(mine & theirs) > _SAME_SAID * max(1, min(len(mine), len(theirs)))
