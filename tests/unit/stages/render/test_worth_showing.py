"""Of an analysis a report shows what its reader learns from: no few days, no names of one page."""

from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from research.domain.analysis.analysis import Analysis, TimelineEvent
from research.domain.analysis.entities import (
    Entity,
    EntityKind,
    Relationship,
    RelationshipBasis,
)
from research.domain.claim import AnswerStatus, PartAnswer, Section
from research.domain.report import Report
from research.stages.render.worth_showing import (
    MAX_ENTITIES,
    MIN_EVENTS,
    events_worth_showing,
    names_worth_showing,
    questions_worth_asking,
)
from tests.unit.stages.render.render_sample import cite, claim, sample_report, sample_sources

ROOFS = sample_sources()[0]
COUNTED = cite(ROOFS, "The city of Lindhaven has put soil on 214 roofs since 2019.")
LED = cite(ROOFS, "“A roof is a long way up,” says Ines Okafor, who led the study.")


def asked(query: str, *said: str, headings: Sequence[str] = (), left: Sequence[str] = ()) -> Report:
    """A report on `query` whose claims say `said`, each citing `COUNTED`."""
    own = tuple(claim(text, COUNTED) for text in said)
    sections = tuple(Section(question=one, claims=own) for one in headings or ("Roofs",))
    return sample_report().model_copy(
        update={
            "query": query,
            "answer": (),
            "key_findings": (),
            "sections": sections,
            "open_questions": tuple(left),
        }
    )


def days(*texts: str) -> Analysis:
    return Analysis(
        timeline=tuple(
            TimelineEvent(day=date(2026, 1, number), text=text, citations=(LED,))
            for number, text in enumerate(texts, start=1)
        )
    )


@pytest.mark.parametrize(
    ("query", "text", "is_shown"),
    [
        ("What went wrong with Harrow?", "Harrow withdrew its offer on Friday.", True),
        ("What went wrong with Harrow?", "An event for the best games is held.", False),
        ("How have the protests in Hong Kong changed?", "Shares rose in Hong Kong.", True),
        ("How did China meet the protests in Hong Kong?", "Shares rose in Hong Kong.", False),
        ("How did China meet the protests in Hong Kong?", "Protests shut Hong Kong down.", True),
        ("Why do green roofs cool a city?", "The city was founded.", False),
        ("Harrow timeline", "Harrow withdrew its offer on Friday.", True),
        ("Harrow timeline", "An event for the best games is held.", False),
        ("Why do green roofs cool a city?", "The first roofs of the city turned green.", True),
    ],
)
def test_events_concern_what_was_asked(query: str, text: str, is_shown: bool) -> None:
    found = days(*[text] * MIN_EVENTS)
    assert bool(events_worth_showing(asked(query), found)) is is_shown


def test_an_event_that_the_report_tells_concerns_it_and_a_few_are_no_timeline() -> None:
    report = asked("Why?", "There are 214 of them.")
    told = [one.model_copy(update={"citations": (COUNTED,)}) for one in days(*"abcd").timeline]
    assert len(events_worth_showing(report, Analysis(timeline=tuple(told)))) == MIN_EVENTS
    assert events_worth_showing(report, Analysis(timeline=tuple(told[:-1]))) == ()


def named(names: Iterable[tuple[str, EntityKind, tuple[int, ...]]]) -> tuple[Entity, ...]:
    return tuple(
        Entity(name=name, kind=kind, mentions=9, sources=sources, passages=(LED,))
        for name, kind, sources in names
    )


def test_names_are_those_of_several_sources_and_of_what_is_said_to_be_related() -> None:
    person, other = EntityKind.PERSON, EntityKind.OTHER
    entities = named(
        [("Ada", person, (1, 2)), ("Bo", person, (1,)), ("Cy", person, (1,)), ("Di", person, (1,)),
         ("Ed", other, (1, 2)), ("Fay", other, (1, 2, 3))]
    )  # fmt: skip
    ties = tuple(
        Relationship(subject="Bo", relation="leads", object=name, basis=basis, sentences=1,
                     citation=LED)
        for name, basis in (("Cy", RelationshipBasis.STATED), ("Di", RelationshipBasis.TOGETHER))
    )  # fmt: skip
    found = Analysis(entities=entities, relationships=ties)
    assert [one.name for one in names_worth_showing(found)] == ["Ada", "Bo", "Cy", "Fay"]
    many = named((f"Person {n}", person, (1, 2)) for n in range(2 * MAX_ENTITIES))
    assert len(names_worth_showing(Analysis(entities=many))) == MAX_ENTITIES


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("How many roofs has Lindhaven put soil on?", False),
        ("Why has Lindhaven put soil on roofs?", True),
        ("What could soil on the roofs of Lindhaven change?", True),
        ("How many trees has Lindhaven planted?", True),
        ("Who is Lindhaven?", True),
        ("Which roofs of the city leak after a storm?", False),
        ("What does soil on a roof weigh?", False),
    ],
)
def test_a_related_question_is_neither_asked_nor_answered_by_the_report(
    question: str,
    is_asked: bool,
) -> None:
    report = asked(
        "How do green roofs work?",
        "Lindhaven has put soil on 214 roofs since 2019.",
        headings=["What does the soil on a roof weigh?"],
        left=["Which roofs of the city leak in a storm?"],
    )
    found = Analysis(related_questions=(question,))
    assert questions_worth_asking(report, found) == ((question,) if is_asked else ())


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("How is Harrow involved with Lindhaven?", False),
        ("How is Harrow involved with Nordholm?", True),
        ("Why did Harrow plant roofs in Lindhaven?", True),
        ("What has happened with Harrow since 19 November 2019?", True),
        ("Who is Ada Harrow?", True),
        ("Who is Bo Winther?", False),
    ],
)
def test_who_asks_for_what_the_head_of_the_report_tells_asks_for_nothing(
    question: str, is_asked: bool
) -> None:
    told = claim("Ada Harrow's firm has planted 214 roofs of the city of Lindhaven.", COUNTED)
    part = PartAnswer(part="Who plants?", status=AnswerStatus.ANSWERED, claims=(told,))
    report = asked("Who plants green roofs?").model_copy(update={"answer": (part,)})
    found = Analysis(related_questions=(question,))
    assert questions_worth_asking(report, found) == ((question,) if is_asked else ())


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("What has the International Criminal Court decided about Israeli settlements?", False),
        ("What happened to the people inside the Polytechnic University?", False),
        ("Why did the International Criminal Court wait?", True),
        ("How have Israeli settlements grown since the 1967 war?", True),
        ("What did the court of Jordan say?", True),
    ],
)
def test_a_related_question_that_is_open_in_other_words_is_not_asked_again(
    question: str, is_asked: bool
) -> None:
    left = [
        "Did the International Criminal Court open the investigation that was wanted?",
        "How did the siege of the Polytechnic University end?",
    ]
    report = asked("Why did the US change its position on Israeli settlements?", left=left)
    found = Analysis(related_questions=(question,))
    assert questions_worth_asking(report, found) == ((question,) if is_asked else ())
