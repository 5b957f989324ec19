"""What a report counts."""

from datetime import UTC, datetime

from research.domain.claim import Citation, Claim, Disagreement, Draft, Section
from research.domain.question import QuestionKind
from research.pipeline.assemble import ResearchOutcome, assemble, unanswered
from tests.unit.stages.render.render_sample import source
from tests.unit.stages.sources import question


def test_a_source_that_is_cited_only_where_two_differ_counts_as_cited() -> None:
    sources = tuple(
        source(number, "Words.", url=f"https://s{number}.example/") for number in (1, 2, 3, 4)
    )
    cited = {n: Citation(source=n, quote="Words.", start=0, end=6) for n in (1, 2, 3)}
    draft = Draft(
        title="T",
        key_findings=(Claim(text="Words.", citations=(cited[1],)),),
        sections=(Section(question="Q", claims=(Claim(text="Words.", citations=(cited[1],)),)),),
        disagreements=(Disagreement(subject="words", citations=(cited[2], cited[3])),),
    )
    made = ResearchOutcome(draft, sources, failures=(), sources_found=4)
    report = assemble(made, query="q", job_id="j", created_at=datetime.now(UTC), seconds=1.0)
    assert (report.stats.sources_cited, report.stats.sources_read, report.stats.claims) == (3, 4, 2)


def answering(*headings: str) -> Draft:
    claim = Claim(text="Words.", citations=(Citation(source=1, quote="Words.", start=0, end=6),))
    sections = tuple(Section(question=heading, claims=(claim,)) for heading in headings)
    return Draft(title="T", key_findings=(claim,), sections=sections)


def test_a_question_without_a_sentence_is_told_from_one_without_room() -> None:
    questions = [question("What does it cost?"), question("Who built it?")]
    draft = answering("What does it cost?")
    (none_found,) = unanswered(questions, draft, 400)
    (no_room,) = unanswered(questions, draft, 20)
    assert none_found.startswith("No sentence was found that answers “Who built it?”")
    assert "“Who built it?”" in no_room
    assert "20 words had no room for more" in no_room


def test_a_planned_section_does_not_vanish_unnamed() -> None:
    subjects = [question(name, QuestionKind.SUBJECT) for name in ("Petrel", "Vessa", "Lund")]
    general = question("In figures", QuestionKind.FIGURES)
    (warning,) = unanswered([*subjects, general], answering("Vessa"), 400)
    assert warning == "Planned, but left without a section: “Petrel”, “Lund”."
    assert unanswered([subjects[1], general], answering("Vessa"), 400) == ()
