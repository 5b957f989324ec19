"""Joins questions that share too little evidence for a section each: one section answers them all.

None is left out: the section is headed by all that it answers, unless its writer has a heading for
it.
"""

from collections.abc import Mapping, Sequence

from research.domain.claim import ASKS, ENDS
from research.domain.passage import Passage
from research.domain.question import Question, QuestionKind
from research.domain.source import Source
from research.stages.select.evidence_packs import unite_packs
from research.stages.select.shared_evidence import share_evidence

_Packed = tuple[Question, tuple[Passage, ...]]
"""A question, and the evidence for it."""


def join_questions(
    evidence: Sequence[_Packed], sources: Mapping[int, Source]
) -> tuple[_Packed, ...]:
    """What sections are written of: the questions of `evidence`, some of them as one."""
    groups = share_evidence([pack for _, pack in evidence], sources)
    return tuple(_joined([evidence[place] for place in group], sources) for group in groups)


def _joined(group: Sequence[_Packed], sources: Mapping[int, Source]) -> _Packed:
    """The only one of `group`, or all of it as one question and its evidence."""
    if len(group) == 1:
        return group[0]
    asked = [question for question, _ in group]
    first, *others = asked
    queries = [query for one in others for query in (one.search_query, *one.more_queries)]
    question = Question(
        text=" ".join(_sentence(one.text) for one in asked),
        search_query=first.search_query,
        more_queries=(*first.more_queries, *queries),
        heading=" ".join(_ended(one.heading) for one in asked[:-1]) + f" {asked[-1].heading}",
        kind=QuestionKind.JOINED,
    )
    return question, unite_packs([pack for _, pack in group], sources)


def _sentence(asked: str) -> str:
    """`asked` as a sentence of its own, for a model may leave its question mark out."""
    return asked if asked.endswith((*ASKS, *ENDS, "…")) else f"{asked.rstrip(' ,;:')}?"


def _ended(heading: str) -> str:
    """`heading` as another may follow it."""
    return heading if heading.endswith(ASKS) else f"{heading};"
