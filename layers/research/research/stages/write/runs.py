"""Runs of sentences: what leans on the sentence before it is quoted together with it.

"The car was found at a hotel. Officers then rammed its door, and rescued the girl." The second
cannot be printed alone; as one longer quote, which a source has word for word, both can.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from research.domain.source import Source
from research.domain.value import Span
from research.text.cleaning import capitalised
from research.text.source_sentences import Sentence
from research.text.standing.context import reads_on
from research.text.terms import word_count

LONGEST_WORDS = 60
"""Longer than a quote that a reader takes in at once."""


def runs_of(
    leading: Collection[Sentence],
    every: Sequence[Sentence],
    sources: Sequence[Source],
    known: Mapping[int, frozenset[str]],
) -> list[Sentence]:
    """Each of `leading`, which stand alone, with what follows it in `every` and leans on it.

    Of three that belong together there are two runs, one of two sentences and one of all.
    `known` are the terms that a reader knows, by source number.
    """
    texts = {source.id: source.text for source in sources}
    by_source: defaultdict[int, dict[int, Sentence]] = defaultdict(dict)
    for sentence in every:
        by_source[sentence.source][sentence.place] = sentence
    alone = set(leading)
    return [
        run
        for sentence in leading
        for run in _runs_from(
            sentence,
            by_source[sentence.source],
            alone,
            texts[sentence.source],
            known[sentence.source],
        )
    ]


def _runs_from(
    sentence: Sentence,
    others: Mapping[int, Sentence],
    alone: Collection[Sentence],
    text: str,
    known: frozenset[str],
) -> Iterator[Sentence]:
    run, place = sentence, sentence.place
    while (tail := others.get(place := place + 1)) is not None and tail not in alone:
        between = text[run.span.end : tail.span.start]
        if "\n" in between or not reads_on(tail.text, run.text, known):
            return
        run = _joined(run, tail, text)
        if run.words > LONGEST_WORDS:
            return
        yield run


def _joined(run: Sentence, tail: Sentence, text: str) -> Sentence:
    span = Span(start=run.span.start, end=tail.span.end)
    said = capitalised(" ".join(span.of(text).split()))
    return replace(
        run,
        span=span,
        text=said,
        around=f"{run.around} {tail.around}",
        terms=run.terms | tail.terms,
        particulars=run.particulars | tail.particulars,
        words=word_count(said),
        brings=(*run.brings, tail.key),
    )
