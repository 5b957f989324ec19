"""Finds what a model's claim quotes in the passages it had, and checks it by rules.

A claim's evidence is its quote, the paragraphs around it, and its source's title and date
(`check_words`). One that it does not carry is given the sentence of the passages that carries it
best: a model that read right and quoted wrong is put right, and the claim is marked as repaired.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from research.domain.claim import Citation, Claim, Verdict, WrittenClaim
from research.domain.errors import FalseQuoteError
from research.domain.passage import Passage
from research.domain.source import Source
from research.domain.value import Span
from research.stages.verify.checks.check_words import WordCheck, check_evidence
from research.stages.verify.checks.citation_evidence import citation_evidence
from research.stages.verify.checks.evidence import find_quote
from research.text.cleaning import clean_line
from research.text.prompts import instructs_model
from research.text.sentences import sentence_spans
from research.text.statements import is_statement
from research.text.terms import terms

_MAX_CLAIM_CHARACTERS = 500
_MIN_SHARED_TERMS = 0.5
"""A sentence with less of a claim's terms can't support it."""
_MAX_SENTENCES_TRIED = 4
_NOTE = re.compile(r"\s?\[\d{1,3}\]")
"""A page's note, or one that the model made up: it would pass for a citation of ours."""
_ASKS = ("?", "？", "؟")
_RANK = {Verdict.SUPPORTED: 2, Verdict.PARTIAL: 1, Verdict.UNSUPPORTED: 0}


@dataclass(frozen=True, slots=True)
class _Place:
    """Sentences of a passage that may support a claim, and the passage as their context."""

    source: Source
    span: Span
    passage: Passage

    @property
    def quote(self) -> str:
        """Their words, as they stand in the source."""
        return self.span.of(self.source.text)

    def check(self, text: str) -> WordCheck:
        """Whether they carry a claim with this text."""
        return check_evidence(text, citation_evidence([(self.source, self.span)]))


def check_claim(
    written: WrittenClaim, passages: Sequence[Passage], sources: Mapping[int, Source]
) -> Claim:
    """`written` with the citation that supports it best, a verdict, and the reason for it.

    `passages` are those that its writer had, in the order that it numbered them by, and `sources`
    theirs by number. What asks, orders or heads and states nothing is unsupported.
    """
    text = _NOTE.sub("", clean_line(written.text, _MAX_CLAIM_CHARACTERS))
    if text.endswith(_ASKS):
        return _without_quote(text, passages, sources, "a question states nothing")
    if not is_statement(text):
        return _without_quote(text, passages, sources, "a heading states nothing")
    if instructs_model(text):
        return _without_quote(text, passages, sources, "an order to a model states nothing")
    own_words = next(_places(written.model_copy(update={"quote": text}), passages, sources), None)
    if own_words and _bare(own_words.quote) == _bare(text):
        return _claim(text, own_words, WordCheck(Verdict.SUPPORTED, ()))
    if own_words and _breaks_off(text, own_words.quote):
        sentence = _NOTE.sub("", clean_line(own_words.quote, _MAX_CLAIM_CHARACTERS))
        whole = _claim(sentence, own_words, WordCheck(Verdict.SUPPORTED, ()))
        return whole.model_copy(update={"is_repaired": True})
    places = list(_places(written, passages, sources))
    found = places[0] if places else None
    first = found.check(text) if found else None
    if found and first and first.verdict is Verdict.SUPPORTED:
        return _claim(text, found, first)
    return _cite_best_sentence(text, passages, sources, found, first)


def is_quotation(claim: Claim, sources: Mapping[int, Source]) -> bool:
    """Whether the claim's words are those of its source, so that nobody need judge it.

    All of them: a part of a sentence may say what the sentence denies.
    """
    quote = claim.citations[0].of(sources[claim.citations[0].source].text)
    return _bare(claim.text) == _bare(quote)


def recheck(claim: Claim, sources: Mapping[int, Source]) -> WordCheck:
    """What the words of all that a claim cites say of it, by rules and fitted weights.

    `is_sure` tells whether a judge need look at it, and `reasons` what he might look for.
    """
    places = [
        (sources[cited.source], Span(start=cited.start, end=cited.end)) for cited in claim.citations
    ]
    return check_evidence(claim.text, citation_evidence(places))


def _rank(check: WordCheck) -> tuple[int, float]:
    return _RANK[check.verdict], check.probability


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold().strip(" .")


def _breaks_off(text: str, sentence: str) -> bool:
    """Whether `text` is but the beginning of `sentence`, as where "Nov." was taken for its end.

    The whole of it stands for itself, unless it asks or orders something.
    """
    is_usable = len(sentence) <= _MAX_CLAIM_CHARACTERS and not (
        sentence.endswith(_ASKS) or instructs_model(sentence)
    )
    return is_usable and _bare(sentence).startswith(_bare(text))


def _places(
    written: WrittenClaim, passages: Sequence[Passage], sources: Mapping[int, Source]
) -> Iterator[_Place]:
    """Where the quote is: in the passage that was named, else in another that has it."""
    named = [p for number, p in enumerate(passages, start=1) if number == written.passage]
    for passage in (*named, *(p for p in passages if p not in named)):
        source = sources[passage.source]
        try:
            span = find_quote(written.quote, source.text, passage.start, passage.end)
        except FalseQuoteError:
            continue
        yield _Place(source, _whole_sentences(span, passage), passage)


def _cite_best_sentence(
    text: str,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    found: _Place | None,
    first: WordCheck | None,
) -> Claim:
    """The claim with the best sentence of all passages, or with what the model gave for it."""
    best, check = found, first
    for place in _likely_places(text, passages, sources):
        other = place.check(text)
        if check is None or _rank(other) > _rank(check):
            best, check = place, other
    if best is None or check is None:
        return _without_quote(text, passages, sources, "what it quotes is in none of the passages")
    claim = _claim(text, best, check)
    is_repaired = best is not found and claim.verdict is Verdict.SUPPORTED
    return claim.model_copy(update={"is_repaired": is_repaired})


def _likely_places(
    text: str, passages: Sequence[Passage], sources: Mapping[int, Source]
) -> list[_Place]:
    """The few sentences that have most of the claim's terms."""
    wanted = set(terms(text))
    scored: list[tuple[float, _Place]] = []
    for passage in passages:
        source = sources[passage.source]
        for span in _sentences_in(passage):
            shared = len(wanted & set(terms(span.of(source.text)))) / (len(wanted) or 1)
            if shared >= _MIN_SHARED_TERMS:
                scored.append((shared, _Place(source, span, passage)))
    scored.sort(key=lambda item: -item[0])
    return [place for _, place in scored[:_MAX_SENTENCES_TRIED]]


def _without_quote(
    text: str, passages: Sequence[Passage], sources: Mapping[int, Source], reason: str
) -> Claim:
    """An unsupported claim, which cites the first passage that the model had, to look it up."""
    passage = passages[0]
    place = _Place(sources[passage.source], Span(start=passage.start, end=passage.end), passage)
    return _claim(text, place, WordCheck(Verdict.UNSUPPORTED, (reason,)))


def _claim(text: str, place: _Place, check: WordCheck) -> Claim:
    span = place.span
    citation = Citation(source=place.source.id, quote=place.quote, start=span.start, end=span.end)
    return Claim(
        text=text,
        citations=(citation,),
        verdict=check.verdict,
        reason="" if check.verdict is Verdict.SUPPORTED else "; ".join(check.reasons),
    )


def _whole_sentences(span: Span, passage: Passage) -> Span:
    """`span` up to the ends of the sentences it touches: what a reader can judge."""
    touched = [s for s in _sentences_in(passage) if s.start < span.end and span.start < s.end]
    if not touched:
        return span
    return Span(start=min(span.start, touched[0].start), end=max(span.end, touched[-1].end))


def _sentences_in(passage: Passage) -> list[Span]:
    return [
        Span(start=passage.start + span.start, end=passage.start + span.end)
        for span in sentence_spans(passage.text)
    ]
