"""The last line of the command says what the report cost."""

from research.cli.summary import summary
from research.domain.model_call import Cost, Usage
from research.domain.report_format import ReportFormat
from research.pipeline.research import StoredReport
from tests.unit.stages.render.render_sample import answered_report, sample_report

FILES = {
    ReportFormat.HTML: "https://r.example/a.html",
    ReportFormat.JSON: "https://r.example/a.json",
    ReportFormat.BIBTEX: "https://r.example/a.bib",
}


def last_line(cost: Cost | None) -> str:
    made = sample_report().model_copy(update={"cost": cost})
    return summary(StoredReport(made, FILES)).splitlines()[-1]


def test_dollars_tokens_and_calls() -> None:
    used = Usage(calls=9, cached_calls=2, prompt_tokens=6_372, answer_tokens=349, usd=0.0221)
    assert last_line(Cost(total=used, by_purpose={"write": used})) == (
        "cost      0.0221 USD; 6,372 tokens read and 349 written in 9 calls, 2 more from the cache"
    )


def test_a_price_that_is_not_known_is_not_made_up() -> None:
    used = Usage(calls=1, prompt_tokens=10, answer_tokens=5, usd=None)
    line = last_line(Cost(total=used, by_purpose={}))
    assert "LLM_PRICES" in line
    assert "USD;" not in line
    assert "10 tokens" in line


def test_what_the_sources_do_not_say_is_told() -> None:
    lines = summary(StoredReport(answered_report(), FILES))
    assert (
        "answer    1 of 2 parts found. The 5 sources read do not say who <b>invented</b> them."
    ) in lines.splitlines()


def test_without_a_model_nothing_is_said_of_cost() -> None:
    assert not last_line(None).startswith("cost")
