"""What a report counts."""

from research.domain.claim import Citation, Claim, Disagreement, Draft, Section
from research.domain.request import ResearchRequest
from research.pipeline.report_assembly import ResearchOutcome, assemble
from research.pipeline.run_context import Run
from research.stages.read.read import ReadOutcome
from research.stages.search.search import SearchOutcome
from tests.unit.pipeline.pipeline_on_fakes import LIMITS, FakeWiring
from tests.unit.stages.render.render_sample import source


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
    outcome = ResearchOutcome(draft, SearchOutcome((), (), ()), ReadOutcome(sources, (), 0))
    run = Run(ResearchRequest(query="q"), "j", FakeWiring().ports(), LIMITS, lambda _: None)
    report = assemble(run, outcome, started=0.0)
    assert (report.stats.sources_cited, report.stats.sources_read, report.stats.claims) == (3, 4, 2)
