"""What every model call on one section of a report begins with: query, plan, evidence.

The writer and the judge see the same passages under the same numbers, and their prompts begin with
the same characters, so that a provider's prompt cache serves all calls but the first. What is to be
done, and with what, comes after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from research.domain.passage import Passage
from research.domain.source import Source
from research.text.prompts import (
    DATA_RULE,
    describe_source,
    mark_for,
    quote_data,
    quote_request,
)

_INSTRUCTIONS = """\
you work on one section of a research report. First comes what it is written from: the query, the \
plan of the report, numbered passages of sources, each page headed by its title, site, date and \
kind, and the question of the section; then your task
{data_rule}"""
_SAME_PAGE = " of the same page"


@dataclass(frozen=True, slots=True)
class Brief:
    """What every section of a report is written with: the same for all, so it comes first."""

    query: str
    headings: tuple[str, ...]
    """The plan: the questions that the sections answer."""
    today: date
    language: str = ""
    """That of the report; empty: the language of the query."""


@dataclass(frozen=True, slots=True)
class SectionPrompt:
    """The beginning of a prompt, and the mark that quoted data stands between in all of it."""

    instructions: str
    evidence: str
    mark: str

    def material(self, task: str, *blocks: str) -> str:
        """The evidence, what is to be done with it, and `blocks` for that, all between marks."""
        return "\n".join([self.evidence, task, *blocks])


def section_prompt(
    brief: Brief, question: str, passages: Sequence[Passage], sources: Mapping[int, Source]
) -> SectionPrompt:
    """What calls on the section of `question` begin with; `passages` are numbered from 1.

    The mark is a digest of every source in `sources`, so that all sections begin alike; those that
    are written from the same passages differ from their question on.
    """
    mark = mark_for([brief.query, *brief.headings, *(one.sha256 for one in sources.values())])
    plan = "\n".join(f"- {heading}" for heading in brief.headings)
    blocks = [
        f"today: {brief.today}",
        quote_request("query", brief.query, mark),
        quote_data("plan", plan, mark),
    ]
    page = 0
    for number, passage in enumerate(passages, start=1):
        head = f"[{describe_source(sources[passage.source])}]\n"
        is_same = passage.source == page
        page = passage.source
        label = f"passage {number}{_SAME_PAGE if is_same else ''}"
        blocks.append(quote_data(label, passage.text if is_same else head + passage.text, mark))
    blocks.append(quote_request("question", question, mark))
    instructions = _INSTRUCTIONS.format(data_rule=DATA_RULE.format(mark=mark))
    return SectionPrompt(instructions, "\n".join(blocks), mark)
