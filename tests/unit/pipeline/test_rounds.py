"""Research with a model on fakes: what it writes is checked, mended once or dropped, and told."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from research.domain.claim import Disagreement, Verdict
from research.domain.errors import (
    BudgetSpentError,
    ContextOverflowError,
    ModelError,
    ModelRefusedError,
)
from research.domain.model_call import ModelCall
from research.domain.progress import Step
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.domain.request_bounds import Depth
from research.domain.source import Document, Page, Source
from research.pipeline.research import research
from research.pipeline.run_context import Limits
from research.stages.verify.verify import Strictness
from research.stages.write.write import NO_ROOM
from research.text.terms import word_count
from tests.fakes.extractor import FakeExtractor
from tests.fakes.language_model import FakeLanguageModel
from tests.fakes.web_search import FakeWebSearch
from tests.unit.pipeline.pipeline_on_fakes import LIMITS, PAGES, QUERY, FakeWiring

COST = "The new ferry cost 24 million euros, of which the state paid 9 million."
DIESEL = (
    "The county council of Vessa heard on Monday that the battery ferry to Nordholm will save "
    "1,400 tonnes of diesel a year."
)
SAID = {
    "COST": ("The new battery ferry cost 24 million euros, 9 million of which the state paid.",
             "ferry cost 24 million euros, of which the state"),
    "DIESEL": ("The battery ferry to Nordholm will save 1,400 tonnes of diesel a year.",
               "will save 1,400 tonnes of diesel a year"),
}  # fmt: skip
LONG = (
    (
        "The battery ferry to Nordholm cost 24 million euros to build at the yard in Vessa, and "
        "the state paid 9 million of them in May 2025, before the first of its hulls was afloat."
    ),
    (
        "The county council of Vessa heard on Monday from its engineer that the quay of Nordholm "
        "needs a transformer for 3 million euros, which the harbour company pays in four years."
    ),
)
Written = Callable[[ModelCall[Any]], list[dict[str, object]]]


def claim(text: str, quote: str, passage: int = 1) -> dict[str, object]:
    return {"text": text, "passage": passage, "quote": quote}


def honest(call: ModelCall[Any]) -> list[dict[str, object]]:
    """Paraphrases of what is in the material, quoted rightly."""
    found = [claim(text, quote) for text, quote in SAID.values() if quote in call.material]
    return found or [claim("Nothing much is known about the ferry to Nordholm.", "no such words")]


class Writer(FakeLanguageModel):
    """Plans two questions, writes as `written` says, judges everything supported."""

    def __init__(self, written: Written = honest, **script: object) -> None:
        self.written = written
        self.script = script
        super().__init__(self._answer)

    def _answer(self, call: ModelCall[Any]) -> Any:
        if call.purpose in self.script:
            said = self.script[call.purpose]
            return said(call) if callable(said) else said
        return getattr(self, f"_{call.purpose}")(call)

    def _plan(self, call: ModelCall[Any]) -> dict[str, object]:
        if "gaps" in call.answer.model_fields:
            return {"gaps": []}
        asked = ["How much diesel will be saved?", "How many passengers are expected?",
                 "What did the engineer say?"]  # fmt: skip
        return {"questions": [{"question": text, "queries": [text]} for text in asked]}

    def _write(self, call: ModelCall[Any]) -> dict[str, object]:
        return {"claims": _padded(self.written(call), call)}

    def _repair(self, call: ModelCall[Any]) -> dict[str, object]:
        return {"claims": [claim("Nothing can be mended here, said nobody at all.", "")]}

    def _verify(self, call: ModelCall[Any]) -> dict[str, object]:
        count = len(re.findall(r"^\d+\. \(source \d", call.material, re.MULTILINE))
        return {
            "judgements": [{"claim": n, "verdict": "supported", "reason": ""}
                           for n in range(1, count + 1)]
        }  # fmt: skip

    def _conclude(self, call: ModelCall[Any]) -> dict[str, object]:
        return {"title": "The ferry cost 24 million euros", "findings": [1],
                "open_questions": ["Who pays for the quay?"]}  # fmt: skip


def _padded(claims: list[dict[str, object]], call: ModelCall[Any]) -> list[dict[str, object]]:
    """As many claims as the form asks for, the last one again and again."""
    schema = call.answer.model_json_schema()["properties"]["claims"]
    least = int(schema.get("minItems", 1))
    return (claims + claims[-1:] * least)[: max(least, len(claims))]


async def run(
    model: FakeLanguageModel,
    *,
    depth: Depth = Depth.STANDARD,
    limits: Limits = LIMITS,
    steps: list[Step] | None = None,
    language: str = "",
    max_words: int = 300,
    pages: dict[str, bytes] = PAGES,
) -> Report:
    wiring = FakeWiring(model=model, pages=pages)
    finished = await research(
        ResearchRequest(query=QUERY, depth=depth, max_words=max_words, language=language),
        job_id="job-1",
        ports=wiring.ports(),
        limits=limits,
        progress=(steps if steps is not None else []).append,
    )
    return finished.report


def texts(report: Report) -> list[str]:
    return [c.text for c in report.key_findings] + [
        c.text for section in report.sections for c in section.claims
    ]


async def test_what_the_model_writes_is_cited_with_whole_sentences() -> None:
    report = await run(Writer())
    cost = next(c for c in report.key_findings if "24 million" in c.text)
    assert cost.text == SAID["COST"][0]
    assert cost.citations[0].quote == COST
    assert cost.verdict is Verdict.SUPPORTED
    assert report.title == "The ferry cost 24 million euros"
    assert report.open_questions == ("Who pays for the quay?",)
    assert report.cost is not None
    assert set(report.cost.by_purpose) == {"plan", "write", "verify", "conclude"}


async def test_every_claim_in_the_report_is_supported_and_none_is_said_twice() -> None:
    report = await run(Writer())
    claims = [*report.key_findings, *(c for s in report.sections for c in s.claims)]
    assert all(claim.verdict is Verdict.SUPPORTED for claim in claims)
    assert len(texts(report)) == len(set(texts(report)))


async def test_a_report_has_no_more_words_than_were_asked_for() -> None:
    def copied(call: ModelCall[Any]) -> list[dict[str, object]]:
        return [claim(text, text) for text in LONG if text in call.material] or honest(call)

    pages = {"https://page-1.example/": ("The battery ferry\n" + " ".join(LONG)).encode()}
    report = await run(Writer(copied), max_words=50, pages=pages)
    assert report.stats.words == sum(word_count(text) for text in texts(report))
    assert 0 < report.stats.words <= 50
    left_out = [claim for claim in report.dropped_claims if claim.reason == NO_ROOM]
    assert left_out
    assert not {claim.text for claim in left_out} & set(texts(report))


async def test_a_false_number_is_dropped_and_told() -> None:
    def lying(call: ModelCall[Any]) -> list[dict[str, object]]:
        return [claim(text.replace("24", "42"), quote) for text, quote in SAID.values()
                if quote in call.material] or honest(call)  # fmt: skip

    report = await run(Writer(lying))
    assert not any("42 million" in text for text in texts(report))
    dropped = next(c for c in report.dropped_claims if "42 million" in c.text)
    assert dropped.verdict is not Verdict.SUPPORTED
    assert "42" in dropped.reason
    assert report.stats.claims_dropped == len(report.dropped_claims)


async def test_what_stands_stays_where_what_fell_can_not_be_mended() -> None:
    def half_lying(call: ModelCall[Any]) -> list[dict[str, object]]:
        lies = [claim(text.replace("24", "42").replace("1,400", "4,100"), quote)
                for text, quote in SAID.values() if quote in call.material]  # fmt: skip
        return [*honest(call), *lies]

    model = Writer(half_lying, repair=ModelError("away"))
    report = await run(model)
    assert any(call.purpose == "repair" for call in model.calls)
    assert any("24 million" in text for text in texts(report))
    assert any("was not mended: away" in warning for warning in report.warnings)


async def test_a_right_claim_with_a_false_quote_is_given_the_right_one() -> None:
    def misquoting(call: ModelCall[Any]) -> list[dict[str, object]]:
        return [claim(text, "words that nobody wrote") for text, quote in SAID.values()
                if quote in call.material] or honest(call)  # fmt: skip

    report = await run(Writer(misquoting))
    cost = next(c for c in report.key_findings if "24 million" in c.text)
    assert cost.citations[0].quote == COST
    assert cost.is_repaired
    assert report.stats.claims_repaired >= 1


async def test_what_the_judge_refuses_is_not_printed() -> None:
    def refuse(call: ModelCall[Any]) -> dict[str, object]:
        return {"judgements": [{"claim": 1, "verdict": "unsupported", "reason": "not said"}]}

    report = await run(Writer(verify=refuse))
    assert SAID["COST"][0] not in texts(report)
    assert any(c.reason in ("not said", "the judge passed it over") for c in report.dropped_claims)


async def test_a_flagged_report_shows_what_is_partly_supported() -> None:
    def half(call: ModelCall[Any]) -> dict[str, object]:
        count = len(re.findall(r"^\d+\. \(source \d", call.material, re.MULTILINE))
        return {"judgements": [{"claim": n, "verdict": "partial", "reason": "goes beyond"}
                               for n in range(1, count + 1)]}  # fmt: skip

    limits = Limits(LIMITS.search, LIMITS.read, strictness=Strictness.FLAG)
    report = await run(Writer(verify=half), limits=limits)
    flagged = next(c for c in report.key_findings if c.text == SAID["COST"][0])
    assert flagged.verdict is Verdict.PARTIAL
    assert flagged.reason == "goes beyond"


@pytest.mark.parametrize(
    "error", [ModelError("away"), ModelRefusedError("no"), BudgetSpentError("0.001 USD left")]
)
async def test_a_model_that_stays_away_leaves_a_report_in_the_sources_own_words(
    error: ModelError,
) -> None:
    report = await run(FakeLanguageModel(lambda _: error))
    assert len(texts(report)) > 2
    assert any("did not plan" in warning for warning in report.warnings)
    assert any("own words" in warning and str(error) in warning for warning in report.warnings)


async def test_a_server_that_ends_its_words_with_a_full_stop_is_quoted_with_one() -> None:
    report = await run(FakeLanguageModel(lambda _: ModelError("Connection error.")))
    assert any("alone: Connection error." in warning for warning in report.warnings)
    assert not any(".." in warning for warning in report.warnings)


async def test_too_much_material_is_tried_with_less() -> None:
    sizes: list[int] = []

    def narrow(call: ModelCall[Any]) -> object:
        sizes.append(call.material.count("passage "))
        if sizes[-1] > 2:
            return ContextOverflowError("too much")
        return {"claims": _padded(honest(call), call)}

    report = await run(Writer(write=narrow))
    assert sizes[:2] == [3, 2]
    assert SAID["COST"][0] in texts(report)


async def test_a_plan_that_fails_is_replaced_and_a_conclusion_too() -> None:
    report = await run(Writer(plan=ModelError("away"), conclude=ModelError("gone")))
    assert report.title == QUERY
    assert report.key_findings
    assert [w for w in report.warnings if "did not plan" in w or "did not conclude" in w]


async def test_a_title_that_no_claim_carries_is_not_printed() -> None:
    lie = {"title": "Ferry sinks off Nordholm, killing 300", "findings": [1], "open_questions": []}
    assert (await run(Writer(conclude=lie))).title == QUERY


async def test_quick_plans_nothing_and_deep_asks_for_what_is_missing() -> None:
    quick = Writer()
    await run(quick, depth=Depth.QUICK)
    assert quick.asked_for("plan") == []
    deep = Writer()
    await run(deep, depth=Depth.DEEP)
    assert ["gaps" in c.answer.model_fields for c in deep.asked_for("plan")] == [False, True]


async def test_the_query_is_answered_before_the_plan_is_there() -> None:
    model = Writer()
    await run(model)
    purposes = [call.purpose for call in model.calls]
    assert purposes.index("plan") < purposes.index("write")
    assert f"question: {QUERY}" in model.asked_for("write")[0].material


async def test_a_question_without_passages_is_told_of_and_not_made_up() -> None:
    report = await run(Writer())
    headings = {section.question for section in report.sections}
    unanswered = [w for w in report.warnings if "took every passage" in w]
    assert unanswered
    assert not any(heading in warning for heading in headings for warning in unanswered)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("", "language of the query|question's language"),
        ("pt-BR", r"the language `pt-BR` \(BCP 47\)"),
    ],
)
async def test_a_model_is_told_which_language_to_write(language: str, told: str) -> None:
    model = Writer()
    await run(model, depth=Depth.DEEP, language=language)
    for purpose in ("plan", "write", "conclude"):
        assert model.asked_for(purpose)
        for call in model.asked_for(purpose):
            assert len(re.findall(told, call.instructions)) == 1, call.instructions


async def test_passages_are_between_marks_that_they_can_not_forge() -> None:
    model = Writer()
    await run(model)
    for call in model.asked_for("write"):
        mark = call.material.split()[0].removeprefix("<<")
        assert mark in call.instructions
        assert "Nordholm" not in call.instructions
        assert call.material.count(f"<<{mark}") == call.material.count(f"{mark}>>")


async def test_news_are_asked_for_the_query_itself_beside_the_other_searches() -> None:
    for model in (None, Writer()):
        wiring = FakeWiring(model=model)
        news = FakeWebSearch(["https://page-1.example/"], name="news", is_news=True)
        await research(
            ResearchRequest(query=QUERY, max_words=300),
            job_id="job-1",
            ports=replace(wiring.ports(), news=(news,)),
            limits=LIMITS,
            progress=lambda _: None,
        )
        assert news.asked == [QUERY]
        assert len(wiring.search.asked) > 1


class OneInGerman(FakeExtractor):
    """Says of one page that it is in German, and of the others that they are in English."""

    async def extract(self, page: Page) -> Document:
        language = "de" if "page-3" in page.final_url else "en"
        document = await super().extract(page)
        return document.model_copy(update={"language": language})


async def test_pages_out_of_scope_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def compare(sources: Sequence[Source]) -> tuple[Disagreement, ...]:
        compared.extend(source.url for source in sources)
        return ()

    monkeypatch.setattr("research.pipeline.steps.compare", compare)
    ports = replace(FakeWiring(model=Writer()).ports(), extractor=OneInGerman())
    request = ResearchRequest(query=QUERY, language="en")
    stored = await research(
        request, job_id="j", ports=ports, limits=LIMITS, progress=lambda _: None
    )
    assert any("page-3" in source.url for source in stored.report.sources)
    assert compared
    assert not [url for url in compared if "page-3" in url]
