"""Finds what a model's sentence quotes in the passages that it was shown.

The citation follows the quote: where the passage that was named does not have the words, another
that has them is cited. What is cited is whole sentences, for that is what a reader can judge. A
sentence none of whose quotes is found anywhere cites the sentences that are nearest to it in words,
and is marked as repaired: a model that read right and quoted wrong is put right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from research.domain.claim import Citation, Claim, Verdict, WrittenSentence
from research.domain.errors import FalseQuoteError
from research.domain.passage import Passage
from research.domain.source import Source
from research.domain.value import Span
from research.stages.verify.checks.evidence import find_quote
from research.text.cleaning import clean_line
from research.text.prompts.quoting import instructs_model
from research.text.sentences import sentence_spans
from research.text.statements import is_statement
from research.text.terms import terms

MAX_CLAIM_CHARACTERS = 500
MAX_CITATIONS = 6
MIN_SHARED_TERMS = 0.5
"""A sentence with less of a claim's terms can't be what it meant to quote."""
NOT_QUOTED = "its quotes are in none of the passages that were shown"
_NOTE = re.compile(r"\s?\[\d{1,3}\]")
"""A page's note, or one that the model made up: it would pass for a citation of ours."""
_ASKS = ("?", "？", "؟")
_ENDS = (".", ".”", '."', "。", "।")
"""No heading ends so, though "How much it cost is told differently." may be taken for one."""


def cite_sentence(
    written: WrittenSentence, passages: Sequence[Passage], sources: Mapping[int, Source]
) -> Claim:
    """`written` with a citation for each quote that is found, and no verdict yet.

    It is unsupported at once, with the reason, where it states nothing or nothing of it is found;
    it then cites the first of `passages`, to look it up. `passages` are numbered from 1.
    """
    text = _NOTE.sub("", clean_line(written.text, MAX_CLAIM_CHARACTERS))
    if reason := _states_nothing(text):
        return _refused(text, passages, reason)
    if whole := _citation(text, 0, passages, sources):
        return Claim(text=text, citations=(whole,))
    found = [_citation(one.quote, one.passage, passages, sources) for one in written.quotes]
    citations = tuple(dict.fromkeys(one for one in found if one))
    if citations:
        return Claim(text=text, citations=citations)
    nearest = _nearest(text, passages, sources)
    if nearest is None:
        return _refused(text, passages, NOT_QUOTED)
    return Claim(text=text, citations=(nearest,), is_repaired=True)


def cite_claims(text: str, basis: Sequence[Claim]) -> Claim:
    """`text`, concluded from the claims `basis`, with the citations of these; no verdict yet.

    Of each claim the first citation comes before the second of any.
    """
    by_turn = zip_longest(*(claim.citations for claim in basis))
    citations = dict.fromkeys(one for turn in by_turn for one in turn if one is not None)
    said = _NOTE.sub("", clean_line(text, MAX_CLAIM_CHARACTERS))
    reason = _states_nothing(said)
    return Claim(
        text=said,
        citations=tuple(citations)[:MAX_CITATIONS],
        verdict=Verdict.UNSUPPORTED if reason else None,
        reason=reason,
    )


def cited_passages(claim: Claim, passages: Sequence[Passage]) -> list[Passage]:
    """Those of `passages` that hold what `claim` cites, in their order."""
    return [
        passage
        for passage in passages
        if any(
            c.source == passage.source and passage.start <= c.start < passage.end
            for c in claim.citations
        )
    ]


def _states_nothing(text: str) -> str:
    """Why `text` can't be a claim at all; empty where it can."""
    if text.endswith(_ASKS):
        return "a question states nothing"
    if not (text.endswith(_ENDS) or is_statement(text)):
        return "a heading states nothing"
    return "an order to a model states nothing" if instructs_model(text) else ""


def _citation(
    quote: str, number: int, passages: Sequence[Passage], sources: Mapping[int, Source]
) -> Citation | None:
    """Where `quote` is: in the passage of that number, else in another that has it."""
    named = passages[number - 1 : number] if number else ()
    for passage in (*named, *(p for p in passages if p not in named)):
        text = sources[passage.source].text
        try:
            span = find_quote(quote, text, passage.start, passage.end)
        except FalseQuoteError:
            continue
        return _cite(_whole_sentences(span, passage), passage)
    return None


def _nearest(
    text: str, passages: Sequence[Passage], sources: Mapping[int, Source]
) -> Citation | None:
    """The sentence that has most of the terms of `text`, where any has enough."""
    wanted = set(terms(text))
    best, most = None, MIN_SHARED_TERMS
    for passage in passages:
        for span in _sentences_in(passage):
            said = set(terms(span.of(sources[passage.source].text)))
            if wanted and len(wanted & said) / len(wanted) > most:
                best, most = _cite(span, passage), len(wanted & said) / len(wanted)
    return best


def _refused(text: str, passages: Sequence[Passage], reason: str) -> Claim:
    first = passages[0]
    citation = _cite(Span(start=first.start, end=first.end), first)
    return Claim(text=text, citations=(citation,), verdict=Verdict.UNSUPPORTED, reason=reason)


def _cite(span: Span, passage: Passage) -> Citation:
    quote = passage.text[span.start - passage.start : span.end - passage.start]
    return Citation(source=passage.source, quote=quote, start=span.start, end=span.end)


def _whole_sentences(span: Span, passage: Passage) -> Span:
    """`span` up to the ends of the sentences it touches."""
    touched = [s for s in _sentences_in(passage) if s.start < span.end and span.start < s.end]
    if not touched:
        return span
    return Span(start=min(span.start, touched[0].start), end=max(span.end, touched[-1].end))


def _sentences_in(passage: Passage) -> Iterator[Span]:
    for span in sentence_spans(passage.text):
        yield Span(start=passage.start + span.start, end=passage.start + span.end)
