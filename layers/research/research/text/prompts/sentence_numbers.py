"""Numbers the sentences of passages, so that a model names what it cites instead of copying it.

A number is a tenth of the tokens of a quote, and can't be copied wrong. The numbers are ours: what
looks like one in a page is shown in other brackets.
"""

import re
from collections.abc import Iterator, Sequence

from research.domain.passage import Passage
from research.domain.value import Span
from research.text.sentences import sentence_spans

_LIKE_A_NUMBER = re.compile(r"\[(\d{1,4})\]")


def numbered_sentences(passages: Sequence[Passage]) -> list[tuple[Passage, Span]]:
    """All sentences of `passages`, as places in their sources' texts, in order.

    The first has the number 1.
    """
    return [(passage, span) for passage in passages for span in _sentences(passage)]


def with_numbers(passage: Passage, numbers: Iterator[int]) -> str:
    """The text of `passage`, each sentence behind the next of `numbers`."""
    shown, end = [], passage.start
    for span in _sentences(passage):
        between = passage.text[end - passage.start : span.start - passage.start]
        sentence = passage.text[span.start - passage.start : span.end - passage.start]
        plain = _LIKE_A_NUMBER.sub(r"(\1)", sentence)
        shown.append(f"{between}[{next(numbers)}] {plain}")
        end = span.end
    return "".join(shown).strip()


def _sentences(passage: Passage) -> Iterator[Span]:
    for span in sentence_spans(passage.text):
        yield Span(start=passage.start + span.start, end=passage.start + span.end)
