"""Whole runs with a model, as they are wired, on miniweb, whose model has no judgement."""

from pathlib import Path
from typing import Any

import pytest

from miniweb import Miniweb, serve, topics
from research.domain.claim import Verdict
from research.domain.report import Report
from research.domain.request_bounds import Depth
from scoring import missing_quotes
from tests.integration.model_runs import QUERY, run_with_model

FAST = ("--scale", "0.1")
TOPICS = topics()
OWN_WORDS = "own words"


async def run(web: Miniweb, folder: Path, query: str = QUERY, **asked: Any) -> Report:
    """The report on `query`, in `folder`, by the model of `web`."""
    return await run_with_model(web, f"{web.base_url}/v1", folder, query, **asked)


def written_by_the_model(report: Report) -> bool:
    return not any(OWN_WORDS in warning for warning in report.warnings)


@pytest.mark.parametrize("topic", TOPICS, ids=[topic["id"] for topic in TOPICS])
async def test_every_citation_is_supported_and_every_quote_found(
    topic: dict[str, Any], tmp_path: Path
) -> None:
    with serve(*FAST) as web:
        report = await run(web, tmp_path, topic["query"])
    claims = list(report.claims)
    # The stand-in chooses by place: sections with the same evidence say the same, which is cut.
    assert len(claims) >= 8
    assert all(claim.verdict is Verdict.SUPPORTED for claim in claims)
    assert all(claim.citations for claim in claims)
    assert missing_quotes(report, tmp_path) == []
    assert written_by_the_model(report)


@pytest.mark.parametrize("depth", list(Depth))
async def test_every_depth_ends(depth: Depth, tmp_path: Path) -> None:
    with serve(*FAST) as web:
        report = await run(web, tmp_path, depth=depth)
    assert report.answer
    assert report.sections
    assert all(claim.verdict is Verdict.SUPPORTED for claim in report.claims)
    assert report.cost is not None
    assert ("plan" in report.cost.by_purpose) is (depth is not Depth.QUICK)


@pytest.mark.parametrize("depth", list(Depth))
async def test_a_report_has_no_more_words_than_were_asked_for(depth: Depth, tmp_path: Path) -> None:
    with serve(*FAST) as web:
        report = await run(web, tmp_path, depth=depth, max_words=300)
    assert 200 <= report.stats.words <= 300


async def test_calls_that_fail_are_made_again_and_those_that_succeed_once(tmp_path: Path) -> None:
    with serve(*FAST, "--llm-fail", "2") as web:
        report = await run(web, tmp_path)
        stats = web.stats()
    failed = stats.get("chats_429", 0) + stats.get("chats_500", 0)
    assert report.cost is not None
    used = report.cost.total
    assert failed > 0
    assert stats["chats"] - failed == used.calls
    assert (stats["prompt_tokens"], stats["completion_tokens"]) == (
        used.prompt_tokens,
        used.answer_tokens,
    )
    assert written_by_the_model(report)
    assert missing_quotes(report, tmp_path) == []


@pytest.mark.parametrize("budget_usd", [0.001, 0.005])
async def test_a_small_budget_gives_a_report_that_says_so_and_costs_no_more(
    budget_usd: float, tmp_path: Path
) -> None:
    with serve(*FAST) as web:
        whole = await run(web, tmp_path / "whole")
        report = await run(web, tmp_path, budget_usd=budget_usd)
    assert whole.cost is not None
    assert whole.cost.total.usd is not None
    assert whole.cost.total.usd > budget_usd
    assert report.cost is not None
    assert report.cost.total.usd is not None
    assert report.cost.total.usd <= budget_usd
    assert list(report.claims)
    assert any(f"of {budget_usd:g} USD" in warning for warning in report.warnings)
    assert all(claim.verdict is Verdict.SUPPORTED for claim in report.claims)
    assert missing_quotes(report, tmp_path) == []
