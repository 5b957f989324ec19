"""What model calls that write a report, or judge it, begin with: query, plan, evidence.

The evidence is passages of sources, sentence by sentence under numbers, each page with its title,
site, date and kind. What is to be done, and with what, comes after.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, groupby

from research.domain.passage import Passage
from research.domain.request_bounds import DEFAULT_STYLE, Style
from research.domain.source import Source
from research.text.prompts.quoting import (
    DATA_RULE,
    describe_source,
    mark_for,
    quote_data,
    quote_request,
)
from research.text.prompts.sentence_numbers import with_numbers

_INSTRUCTIONS = """\
you work on a research report: first come the query and pages as far as they are of use ("..." \
where one says more), each under its title, site, date and kind, its sentences numbered; then your \
task
{data_rule}"""
_MORE = "..."
"""Stands where a page says more: before its passages, between them, after them."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What every section of a report is written with: the same for all, so it comes first."""

    query: str
    headings: tuple[str, ...]
    """The plan: the questions that the sections answer; none where it is not told."""
    today: date
    language: str = ""
    """That of the report; empty: the language of the query."""
    style: Style = DEFAULT_STYLE


@dataclass(frozen=True, slots=True)
class EvidencePrompt:
    """The beginning of a prompt, and the mark that quoted data stands between in all of it."""

    instructions: str
    evidence: str
    mark: str

    def material(self, *blocks: str) -> str:
        """The evidence, then `blocks`: what is to be done with it, and data between marks."""
        return "\n".join([self.evidence, *blocks])


def evidence_prompt(
    brief: Brief, passages: Sequence[Passage], sources: Mapping[int, Source]
) -> EvidencePrompt:
    """What calls on `passages` begin with, their sentences numbered from 1.

    The mark is a digest of the query and every source in `sources`.
    """
    mark = mark_for([brief.query, *brief.headings, *(one.sha256 for one in sources.values())])
    blocks = [f"today: {brief.today}", quote_request("query", brief.query, mark)]
    if brief.headings:
        plan = "\n".join(f"- {heading}" for heading in brief.headings)
        blocks.append(quote_data("plan", plan, mark))
    for number, page in enumerate(_pages(passages, sources), start=1):
        blocks.append(quote_data(f"page {number}", page, mark))
    instructions = _INSTRUCTIONS.format(data_rule=DATA_RULE.format(mark=mark))
    return EvidencePrompt(instructions, "\n".join(blocks), mark)


def _pages(passages: Sequence[Passage], sources: Mapping[int, Source]) -> Iterator[str]:
    """What is shown of each source: its head, then its passages."""
    numbers = count(1)
    for number, own in groupby(passages, key=lambda passage: passage.source):
        source, end = sources[number], 0
        lines = [f"[{describe_source(source)}]"]
        for passage in own:
            lines += _more(source.text[end : passage.start])
            lines.append(with_numbers(passage, numbers))
            end = passage.end
        yield "\n".join([*lines, *_more(source.text[end:])])


def _more(left_out: str) -> list[str]:
    """The mark that there is more, where what is `left_out` says anything."""
    return [_MORE] if left_out.strip() else []
