"""Claims made of candidates, each cited with the other sources that say the same."""

from collections.abc import Iterable

from research.domain.claim import Citation, Claim
from research.stages.answer.candidates import Candidate
from research.stages.answer.pool import Pool
from research.text.agreement.corroboration import corroborating
from research.text.agreement.restating import restates
from research.text.cleaning import capitalised
from research.text.printed_quotes import printed
from research.text.standing.speech import speaks_as_we, words_of
from research.text.terms import word_count
from research.web.publishers import publishers_of


def claim_of(candidate: Candidate, pool: Pool) -> Claim:
    """The claim that `candidate` makes, cited with other sources that say the same.

    "We sail to Nordholm" is told as the words of its site: no "we" is the report's.
    """
    place = candidate.quote
    quote = place.of(candidate.source.text)
    first = Citation(source=candidate.source.id, quote=quote, start=place.start, end=place.end)
    said = capitalised(printed(" ".join(quote.split()), candidate.source.published))
    if speaks_as_we(said) and candidate.source.site:
        said = words_of(candidate.source.site, said)
    others = [other.sentence for other in pool.candidates]
    sources = {other.source.id: other.source for other in pool.candidates}
    texts = {number: source.text for number, source in sources.items()}
    publishers = {number: publishers_of(source) for number, source in sources.items()}
    more = corroborating(candidate.sentence, others, texts, publishers)
    return Claim(text=said, citations=(first, *more))


def quote_words(candidate: Candidate) -> int:
    """How many words its claim has."""
    return word_count(candidate.quote.of(candidate.source.text))


def brings(row: int, other: int, pool: Pool) -> bool:
    """Whether the quote of the candidate `row` holds the sentence of `other` as well."""
    one, two = pool.candidates[row], pool.candidates[other]
    quote, said = one.quote, two.sentence.span
    is_within = quote.start <= said.start and said.end <= quote.end
    return row != other and one.source is two.source and is_within


def unlike(rows: Iterable[int], said: Iterable[int], pool: Pool) -> list[int]:
    """Those of `rows` that say nothing again of what one of `said`, or of them, has said."""
    kept, before = [], [pool.candidates[row] for row in said]
    for row in rows:
        one = pool.candidates[row]
        if not any(says_again(one, other) for other in before):
            kept.append(row)
            before.append(one)
    return kept


def says_again(one: Candidate, other: Candidate) -> bool:
    """Whether their quotes overlap, or one says nothing that the other does not."""
    if one is other:
        return False
    if one.source is other.source and one.quote.overlaps(other.quote):
        return True
    return restates(one.sentence.terms, other.sentence.terms)
