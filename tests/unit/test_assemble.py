"""What a report counts."""

from datetime import UTC, datetime

from research.models import Citation, Claim, Disagreement, Draft, Section
from research.stages.assemble import Made, assemble
from tests.unit.render_sample import source


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
    made = Made(draft, sources, failures=(), sources_found=4)
    report = assemble(made, query="q", job_id="j", created_at=datetime.now(UTC), seconds=1.0)
    assert (report.stats.sources_cited, report.stats.sources_read, report.stats.claims) == (3, 4, 2)
