"""Reads the sentences of sources that a report can quote, because they make sense alone."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from research.domain.claim import Citation
from research.domain.passage import Passage, Selection
from research.domain.source import Source
from research.domain.value import Span
from research.text.cleaning import capitalised
from research.text.disputed_claims import disputed_claims
from research.text.sentences import TERMINALS, sentence_spans
from research.text.standing.context import needs_context
from research.text.standing.speech import is_to_somebody_else
from research.text.standing.standalone import standalone
from research.text.statements import says_something
from research.text.terms import terms, word_count, words
from research.text.words.word_lists import read_rows

MIN_STANDALONE = 0.6
"""A sentence with less leans on what is not printed: "then", "she", "me", half a quotation."""
_LIST_MARK = re.compile(r"(?:\\?[-*+]|[–—•·▪‣◦]|\(?\d{1,2}\\?[.)])\s+(?=\S)")
# "HONOLULU, Hawaii (HNN) - ", "WASHINGTON — ", "Oslo (Vessa Post)The", "(VPA) The": where a report
# was filed, and by whom, is no part of what it says.
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+(?:[ ,]+[A-Z][\w.'’-]*){0,6}(?:,? \([^()\n]{2,40}\))? ?(?:[—–]|--?) ?"
    r"(?=[A-Z“\"])"
    r"|[A-Z][\w.'’-]+(?:, [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}){1,3}: (?=[A-Z“\"])"
    r"|\([A-Z][A-Za-z ]{1,20}\) ?(?:[—–]|--?) ?(?=[A-Z“\"])"
    r"|[A-Z][\w.'’-]+(?:,? [A-Z][\w.'’-]*){0,3} \([A-Z][A-Za-z ]{1,20}\)(?=[A-Z“\"])"
    r"|\([A-Z]{2,12}\) ?(?=[A-Z“\"])"
    r"|[A-Z][\w-]+\.[A-Za-z]{2,6} ?(?:[—–]|--?) (?=[A-Z“\"])"
    r"|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}, [A-Z][\w.'’-]* [—–] (?=[A-Z“\"])"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+){0,2} [—–] (?=[A-Z“\"][^—–]*$)"
)
# "Summary Oak hulls last", "Bottom line: They last": what a page calls it is no part of it.
_LABEL = re.compile(
    rf"(?:{'|'.join(read_rows('sentence_labels', 'labels'))})(?::\s|\s)(?=[A-Z“\"])"
)
_CONNECTIVE = re.compile(
    r"(?:(?:But|And|Or|Yet(?! (?:another|again|more|to)\b))\s+|(?:However|Meanwhile|Moreover"
    r"|Still|Also|In addition|Additionally|Furthermore|In fact|Instead|Of course|Indeed|In turn"
    r"|As a result|For example|For instance|Then|So|Thus|Finally|In other words|That said|Again"
    r"|Besides|Similarly),\s+)(?=[\w“\"])"
)
# "(The ferry is quiet.)": a sentence that is an aside as a whole.
_BRACKETED = re.compile(rf"\([^()]*[{TERMINALS}][\"”’]?\)")

SentenceKey = tuple[int, int]
"""The number of its source, and where it starts there."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence of a source. `text` is what a report says: it begins with a capital."""

    source: int
    place: int
    """How many sentences of its source stand before it."""
    span: Span
    text: str
    around: str
    """The sentence with its neighbours, which may say what it is about."""
    terms: frozenset[str]
    particulars: frozenset[str]
    """The terms of its names and numbers: a sentence that lacks one does not say the same."""
    words: int
    standalone: float
    brings: tuple[SentenceKey, ...] = ()
    """The keys of sentences that are quoted with it, as one."""

    @property
    def key(self) -> SentenceKey:
        """What is its alone."""
        return self.source, self.span.start

    def stands_alone(self, known: frozenset[str]) -> bool:
        """Whether a reader who knows the terms `known` understands it without its neighbours."""
        return (
            self.standalone >= MIN_STANDALONE
            and not is_to_somebody_else(self.text, known)
            and not needs_context(self.text, known)
        )

    def citation(self, text: str) -> Citation:
        """A citation of the sentence; `text` is the text of its source."""
        return Citation(
            source=self.source, quote=self.span.of(text), start=self.span.start, end=self.span.end
        )


ReadSentences = Callable[[Source], Sequence[Sentence]]
"""What reads the sentences of a source."""


def candidate_sentences(selection: Selection, sources: Sequence[Source]) -> list[Sentence]:
    """The sentences of the selected passages that can stand alone, in the sources' order."""
    passages = {p.id: p for evidence in selection.evidence for p in evidence.passages}
    by_source: dict[int, list[Passage]] = {}
    for passage in passages.values():
        by_source.setdefault(passage.source, []).append(passage)
    texts = {source.id: source.text for source in sources}
    asked = {term for evidence in selection.evidence for term in terms(evidence.question.text)}
    titles = {source.id: frozenset(asked.union(terms(source.title))) for source in sources}
    return [
        sentence
        for number in sorted(by_source)
        for sentence in _sentences(number, texts[number], by_source[number], titles[number])
    ]


def sentences_of(source: Source) -> tuple[Sentence, ...]:
    """All sentences of `source` that can stand alone, in order."""
    title = frozenset(terms(source.title))
    whole = Passage(
        id=source.sha256[:32], source=source.id, start=0, end=len(source.text), text=source.text
    )
    return tuple(_sentences(source.id, source.text, [whole], title))


def sentences_once() -> ReadSentences:
    """`sentences_of`, which reads each source once for as long as the function is kept."""
    return cache(sentences_of)


def _sentences(
    number: int, text: str, passages: Sequence[Passage], introduced: frozenset[str]
) -> Iterator[Sentence]:
    spans = list(sentence_spans(text))
    inside = _inside(spans, passages)
    disputed = list(disputed_claims(text))
    said: set[str] = set()
    for place, whole in enumerate(spans):
        if not inside[place] or _overlaps_any(whole, disputed):
            continue
        span = essential(text, whole)
        sentence = _sentence(number, text, place, span, spans, introduced)
        if sentence.standalone > 0 and sentence.text not in said:
            said.add(sentence.text)
            yield sentence


def _overlaps_any(span: Span, others: Sequence[Span]) -> bool:
    """Whether `span` has a place in common with one of `others`, which are in order and apart."""
    after = bisect_right(others, span.start, key=lambda other: other.end)
    return after < len(others) and span.overlaps(others[after])


def _inside(spans: Sequence[Span], passages: Sequence[Passage]) -> Mapping[int, bool]:
    """Whether each sentence, by its place, is part of a passage."""
    ranges = sorted((passage.start, passage.end) for passage in passages)
    reached = list(accumulate((end for _, end in ranges), max))  # by each and those before it
    starts = [start for start, _ in ranges]
    inside = {}
    for place, span in enumerate(spans):
        before = bisect_right(starts, span.start)
        inside[place] = before > 0 and span.start < reached[before - 1]
    return inside


def _sentence(
    number: int,
    text: str,
    place: int,
    span: Span,
    spans: Sequence[Span],
    introduced: frozenset[str],
) -> Sentence:
    quote = span.of(text)
    shown = capitalised(quote)
    is_whole = quote[:1] == shown[:1] or span.start > spans[place].start
    before, after = spans[max(0, place - 1)], spans[min(len(spans) - 1, place + 1)]
    return Sentence(
        source=number,
        place=place,
        span=span,
        text=shown,
        around=text[before.start : after.end].replace("\n", " "),
        terms=frozenset(terms(quote)),
        particulars=_particulars(quote),
        words=word_count(quote),
        standalone=standalone(shown, introduced) if is_whole and says_something(shown) else 0.0,
    )


def _particulars(quote: str) -> frozenset[str]:
    return frozenset(
        term
        for number, word in enumerate(words(quote))
        if (number and word[0].isupper()) or any(character.isdigit() for character in word)
        for term in terms(word)
    )


def essential(text: str, span: Span) -> Span:
    """`span` of `text`, a sentence, without brackets around all of it, or a list's mark, a label, a
    dateline or a connective in front.
    """
    start, end = span.start, span.end
    if _BRACKETED.fullmatch(text, start, end):
        start, end = start + 1, end - 1
    for prefix in (_LIST_MARK, _LABEL, _DATELINE, _CONNECTIVE):
        if found := prefix.match(text, start, end):
            start = found.end()
    return Span(start=start, end=end)
