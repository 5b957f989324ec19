"""What a claim is held against, and what a check says of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from research.domain.claim import Verdict
from research.domain.errors import FalseQuoteError
from research.stages.verify.checks.quotes import find_quote
from research.text.sentences import sentence_spans

MAX_BESIDE = 1_000
"""Characters before and after a quote that can be of its sentence: a page may have no full stop."""
MAX_AROUND = 10_000
"""Characters of a context that are looked at: a passage has far fewer."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that must carry a claim, and those that may tell who and when is meant."""

    said: str
    """The sentences that hold the quotes."""
    around: str
    """The quotes' contexts, the sentences among them."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a claim does not stand as it is: a short sentence for a reader, and how grave it is."""

    verdict: Verdict
    reason: str


def evidence_of(quotes: Sequence[str], contexts: Sequence[str]) -> Evidence:
    """The sentences around each quote in its context; a quote that isn't there stands alone."""
    sentences = [
        _sentences(quote, context) for quote, context in zip(quotes, contexts, strict=True)
    ]
    return Evidence(
        said="\n".join(dict.fromkeys(sentences)),
        around="\n".join(dict.fromkeys((*sentences, *(c[:MAX_AROUND] for c in contexts)))),
    )


def _sentences(quote: str, context: str) -> str:
    try:
        place = find_quote(quote, context)
    except FalseQuoteError:
        return quote
    touched = [
        span
        for span in sentence_spans(context)
        if span.start < place.end and place.start < span.end
    ]
    start = min([place.start, *(span.start for span in touched)])
    end = max([place.end, *(span.end for span in touched)])
    return context[max(start, place.start - MAX_BESIDE) : min(end, place.end + MAX_BESIDE)]
