"""Reports of our own writing with many sources or none, and with hostile words."""

from collections.abc import Sequence

from research.domain.report import Report
from research.domain.source import Source
from tests.unit.stages.render.render_sample import cite, claim, record, sample_report, source

HOSTILE = (
    "<script>alert(1)</script> <w:p>]]>&amp;\x00\x07\u202e\ufffe {{7*7}} "
    "<img src=file:///etc/passwd> \\input{x} =cmd()"
)


def report_on(sources: Sequence[Source], text: str = "So it is said.") -> Report:
    """A report whose findings quote the whole of each source."""
    findings = tuple(claim(text, cite(one, one.text)) for one in sources)
    return sample_report().model_copy(
        update={
            "sources": tuple(map(record, sources)),
            "answer": (),
            "key_findings": findings,
            "sections": (),
            "disagreements": (),
            "media": (),
            "failures": (),
        }
    )


def report_of_many(count: int) -> tuple[Report, tuple[Source, ...]]:
    """A report with so many sources, each quoted once."""
    sources = tuple(
        source(
            number,
            f"Page number {number} has its word.",
            url=f"https://s{number}.example/",
            title=f"Source {number}",
            site=f"Site {number}",
        )
        for number in range(1, count + 1)
    )
    return report_on(sources), sources


def hostile_report() -> tuple[Report, tuple[Source, ...]]:
    """A report whose every word was written to break out of its form."""
    one = source(1, HOSTILE, url="javascript:alert(1)", title=HOSTILE, author=HOSTILE, site=HOSTILE)
    report = report_on([one], HOSTILE).model_copy(
        update={"title": HOSTILE, "query": HOSTILE, "warnings": (HOSTILE,)}
    )
    return report, (one,)
