"""Finds what a model's sentence cites in the passages that it was shown.

A model names sentences by their numbers, and what is cited is those sentences, whole, for that is
what a reader can judge; neighbours are cited as one quote. Where none of them has a word of its
own, those beside them are looked at, then all, for the one that is nearest to it in words; that is
cited instead, and it is marked as repaired: a model that read right and counted wrong is put right.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import zip_longest

from research.domain.claim import ASKS, ENDS, Citation, Claim, Verdict, WrittenCell, WrittenSentence
from research.domain.errors import FalseQuoteError
from research.domain.passage import Passage
from research.domain.value import Span
from research.stages.verify.checks.evidence import find_quote
from research.stages.verify.joined_quotes import join_quotes, without_parts
from research.text.cleaning import clean_line
from research.text.prompts.quoting import instructs_model
from research.text.prompts.sentence_numbers import numbered_sentences
from research.text.standing.context import points_back
from research.text.statements import is_statement
from research.text.terms import terms

MAX_CLAIM_CHARACTERS = 500
MAX_CITATIONS = 6
MIN_SHARED_TERMS = 0.5
"""A sentence with less of a claim's terms can't be what it meant to cite."""
_FEW_TERMS = 4
"""What names several sentences and has no more terms, such as "Commentators differ on what comes
next.", sums them up in words of its own."""
_SHARED_BESIDE = 0.25
"""Of a sentence beside the one named: miscounted by one is likelier than by many."""
_SHARED_LEANING = 0.75
"""Of "That sum was a ceiling for the program": the words that it means stand before it."""
_REMEMBERED = 4
"""What all sections of a report are written from, and what its judge sees, is parted once."""
Shown = tuple[Citation, frozenset[str]]
"""A sentence that a model was shown, and its terms."""
NOT_CITED = "it cites none of the sentences that were shown"
_ORDERS = "an order to a model states nothing"
_NOTE = re.compile(r"\s?\[\d{1,4}(?:, ?\d{1,4}){0,5}\]")
"""A page's note, or what the model cites by: it would pass for a citation of ours."""


def cite_sentence(written: WrittenSentence, passages: Sequence[Passage]) -> Claim:
    """`written` with a citation for each sentence that it names, and no verdict yet.

    It is unsupported at once, with the reason, where it states nothing or cites nothing; it then
    cites the first sentence, for a claim cites something. Their sentences are numbered from 1.
    """
    return _cited(written, passages)


def _cited(
    written: WrittenSentence, passages: Sequence[Passage], own: frozenset[str] | None = None
) -> Claim:
    """`written` as `cite_sentence` has it; `own` are the terms that another sentence is to have."""
    text = _NOTE.sub("", clean_line(written.text, MAX_CLAIM_CHARACTERS))
    if reason := _states_nothing(text):
        return _refused(text, passages, reason)
    shown = _shown(tuple(passages))
    wanted = frozenset(terms(text))
    if whole := _same(text, wanted, shown):
        return Claim(text=text, citations=(whole,))
    named = list(dict.fromkeys(shown[n - 1] for n in written.cites if n <= len(shown)))
    citations = join_quotes([citation for citation, _ in named], passages)
    groups = len(named) > 1 and len(wanted) <= _FEW_TERMS
    if groups or any(wanted & said for _, said in named):
        return Claim(text=text, citations=citations)
    sought = wanted if own is None else own
    leans = bool(citations) and points_back(text, frozenset())
    places = () if leans else written.cites
    beside = [s for n in places for s in shown[max(0, n - 2) : n + 1] if sought & s[1]]
    least = _SHARED_LEANING if leans else MIN_SHARED_TERMS
    if nearest := _nearest(sought, beside, _SHARED_BESIDE) or _nearest(sought, shown, least):
        return Claim(text=text, citations=(nearest,), is_repaired=True)
    # In another language than its sources', a right sentence has none of their words.
    return (
        Claim(text=text, citations=citations) if citations else _refused(text, passages, NOT_CITED)
    )


def cite_cell(written: WrittenCell, passages: Sequence[Passage]) -> Claim:
    """`written`, cited as the sentence that says of its row and its column what it does.

    Another sentence than it names is cited for what stands in the cell alone: any sentence beside
    may have the name of its row.
    """
    own = written.cell
    row, column, text = (_NOTE.sub("", one).strip() for one in (own.row, own.column, own.text))
    cell = own.model_copy(update={"row": row, "column": column, "text": text})
    if not (row and column and text):
        claim = _refused(cell.statement, passages, "an empty cell states nothing")
    elif any(map(instructs_model, (row, column, text))):
        claim = _refused(cell.statement, passages, _ORDERS)
    else:
        sentence = WrittenSentence(text=cell.statement, cites=written.cites)
        claim = _cited(sentence, passages, frozenset(terms(text)))
    return claim.model_copy(update={"cell": cell})


def cite_claims(text: str, basis: Sequence[Claim]) -> Claim:
    """`text`, concluded from the claims `basis`, with the citations of these; no verdict yet.

    Of each claim the first citation comes before the second of any; none is a part of another.
    """
    by_turn = zip_longest(*(claim.citations for claim in basis))
    citations = dict.fromkeys(one for turn in by_turn for one in turn if one is not None)
    said = _NOTE.sub("", clean_line(text, MAX_CLAIM_CHARACTERS))
    reason = _states_nothing(said)
    return Claim(
        text=said,
        citations=without_parts(tuple(citations))[:MAX_CITATIONS],
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
    if text.endswith(ASKS):
        return "a question states nothing"
    # "How much it cost is told differently." may be taken for a heading, but for its full stop.
    if not (text.endswith(ENDS) or is_statement(text)):
        return "a heading states nothing"
    return _ORDERS if instructs_model(text) else ""


@lru_cache(maxsize=_REMEMBERED)
def _shown(passages: tuple[Passage, ...]) -> Sequence[Shown]:
    """The sentences of `passages`, the first of which has the number 1."""
    citations = [_cite(span, passage) for passage, span in numbered_sentences(passages)]
    return [(citation, frozenset(terms(citation.quote))) for citation in citations]


def _same(text: str, wanted: frozenset[str], shown: Sequence[Shown]) -> Citation | None:
    """The sentence that `text` is, or is a part of, copied."""
    for citation, said in shown:
        if wanted <= said:
            with suppress(FalseQuoteError):
                find_quote(text, citation.quote)
                return citation
    return None


def _nearest(wanted: frozenset[str], shown: Sequence[Shown], least: float) -> Citation | None:
    """The sentence that has most of the terms `wanted`, where any has more than `least` of them."""
    best, most = None, least
    for citation, said in shown:
        if wanted and len(wanted & said) / len(wanted) > most:
            best, most = citation, len(wanted & said) / len(wanted)
    return best


def _refused(text: str, passages: Sequence[Passage], reason: str) -> Claim:
    citation, _ = _shown(tuple(passages))[0]
    return Claim(text=text, citations=(citation,), verdict=Verdict.UNSUPPORTED, reason=reason)


def _cite(span: Span, passage: Passage) -> Citation:
    quote = passage.text[span.start - passage.start : span.end - passage.start]
    return Citation(source=passage.source, quote=quote, start=span.start, end=span.end)
