"""Research with a model on fakes: what it writes is checked, mended once or dropped, and told."""

import gzip
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from research.adapters.reports.memory_journal import MemoryJournal
from research.domain.claim import AnswerStatus, Citation, Claim, Disagreement, Verdict
from research.domain.errors import (
    BudgetSpentError,
    ContextOverflowError,
    ModelError,
    ModelRefusedError,
)
from research.domain.model_call import ModelCall
from research.domain.progress import Step
from research.domain.question import JobPlan
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.domain.request_bounds import DEFAULT_STYLE, Depth, Style
from research.domain.source import Document, Page, Source
from research.pipeline.answer import Answer, RoundAnswers
from research.pipeline.opening_answers import ASSESSMENT, UNCERTAIN
from research.pipeline.research import research
from research.pipeline.run_context import Limits
from research.pipeline.section_drafts import LEFT_OUT
from research.pipeline.steps import NOT_READ_BY_MODEL
from research.stages.select import shared_evidence
from research.stages.verify.verify import Strictness
from research.stages.write.write import NO_ROOM
from research.text.source_sentences import ReadSentences
from research.text.terms import word_count
from tests.fakes.clock import FakeClock
from tests.fakes.extractor import FakeExtractor
from tests.fakes.language_model import FakeLanguageModel
from tests.fakes.plans import plan_of
from tests.fakes.shown_sentences import count_questions, number_of, sections
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
ANSWER = "The battery ferry to Nordholm cost 24 million euros."
Written = Callable[[ModelCall[Any]], list[dict[str, object]]]


def claim(call: ModelCall[Any], text: str, *quotes: str) -> dict[str, object]:
    """`text`, citing the sentences that `call` shows with `quotes`."""
    return {"text": text, "cites": [number_of(quote, call.material) for quote in quotes]}


def honest(call: ModelCall[Any]) -> list[dict[str, object]]:
    """Paraphrases of what is in the material, quoted rightly."""
    return [claim(call, text, quote) for text, quote in SAID.values() if quote in call.material]


def opening(call: ModelCall[Any]) -> dict[str, object]:
    """An answer to the first part of the query, and a title."""
    cost = claim(call, ANSWER, SAID["COST"][1])
    missing = {"part": 2, "sentences": [], "missing": "Who pays?"}
    return {"answers": [{"part": 1, "sentences": [cost]}, missing],
            "title": "The ferry cost 24 million euros", "title_cites": cost["cites"],
            "open_questions": ["Who pays for the quay?"]}  # fmt: skip


def no_opening(_: ModelCall[Any]) -> dict[str, object]:
    return {}


class Writer(FakeLanguageModel):
    """Plans three questions, writes as `written` and `opens` say, judges everything supported."""

    def __init__(
        self,
        written: Written = honest,
        opens: Callable[[ModelCall[Any]], dict[str, object]] = opening,
        **script: object,
    ) -> None:
        self.written = written
        self.opens = opens
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
        written = self.written(call)
        said = sections(call.material, written, missing="" if written else "Who wrote it.")
        return said | self.opens(call) if "answers" in call.answer.model_fields else said

    def _verify(self, call: ModelCall[Any]) -> dict[str, object]:
        return {"judgements": [{"claim": n, "verdict": "supported", "reason": ""}
                               for n in judged(call)]}  # fmt: skip

    def _analyse(self, call: ModelCall[Any]) -> dict[str, object]:
        return {"questions": ["How long does the ferry to Nordholm take?"]}

    def _conclude(self, call: ModelCall[Any]) -> dict[str, object]:
        said = {"text": ANSWER, "claims": [cost_claim(call)]}
        return {"title": "The ferry cost 24 million euros",
                "answers": [{"part": 1, "sentences": [said]}, {"part": 2, "sentences": []}],
                "open_questions": ["Who pays for the quay?"]}  # fmt: skip


def judged(call: ModelCall[Any]) -> list[int]:
    """The numbers of the sentences that `call` asks for verdicts on."""
    return [int(n) for n in re.findall(r"^(\d+)\. \([\d, ]+\) ", call.material, re.MULTILINE)]


def cost_claim(call: ModelCall[Any]) -> int:
    """The number of the claim that tells the cost, of those that `call` concludes from."""
    found = re.search(r"^(\d+)\. .*24 million", call.material, re.MULTILINE)
    return int(found[1]) if found else 1


async def run(
    model: FakeLanguageModel,
    *,
    depth: Depth = Depth.STANDARD,
    limits: Limits = LIMITS,
    steps: list[Step] | None = None,
    language: str = "",
    max_words: int = 300,
    pages: dict[str, bytes] = PAGES,
    style: Style = DEFAULT_STYLE,
    journal: MemoryJournal | None = None,
    query: str = QUERY,
    plan: JobPlan | None = None,
) -> Report:
    wiring = FakeWiring(model=model, pages=pages)
    finished = await research(
        ResearchRequest(
            query=query, depth=depth, max_words=max_words, language=language, style=style
        ),
        job_id="job-1",
        ports=replace(wiring.ports(), journal=journal),
        limits=limits,
        progress=(steps if steps is not None else []).append,
        plan=plan,
    )
    return finished.report


def texts(report: Report) -> list[str]:
    return [claim.text for claim in claims(report)]


def claims(report: Report) -> list[Claim]:
    """The claims of the findings and the sections, but for the answer's."""
    return [*report.key_findings, *(c for section in report.sections for c in section.claims)]


@pytest.fixture
def _a_section_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each planned question has a section of its own, as where pages are longer than these."""
    monkeypatch.setattr(shared_evidence, "WORDS_READ_PER_SECTION", 1)


async def test_what_the_model_writes_is_cited_with_whole_sentences() -> None:
    report = await run(Writer())
    cost = next(c for c in claims(report) if "24 million" in c.text)
    assert cost.text == SAID["COST"][0]
    assert cost.citations[0].quote == COST
    assert cost.verdict is Verdict.SUPPORTED
    assert report.title == "The ferry cost 24 million euros"
    assert report.open_questions == ("Who pays for the quay?",)
    assert report.cost is not None
    assert set(report.cost.by_purpose) == {"plan", "write", "verify", "analyse"}
    assert (report.cost.by_purpose["write"].calls, report.cost.by_purpose["verify"].calls) == (1, 1)


async def test_every_claim_in_the_report_is_supported_and_none_is_said_twice() -> None:
    report = await run(Writer())
    assert all(claim.verdict is Verdict.SUPPORTED for claim in claims(report))
    assert len(texts(report)) == len(set(texts(report)))


async def test_a_report_has_no_more_words_than_were_asked_for() -> None:
    def copied(call: ModelCall[Any]) -> list[dict[str, object]]:
        return [claim(call, text, text) for text in LONG if text in call.material] or honest(call)

    pages = {"https://page-1.example/": ("The battery ferry\n" + " ".join(LONG)).encode()}
    report = await run(Writer(copied), max_words=50, pages=pages)
    answered = [claim.text for part in report.answer for claim in part.claims]
    assert report.stats.words == sum(word_count(text) for text in (*answered, *texts(report)))
    assert 0 < report.stats.words <= 50
    left_out = [claim for claim in report.dropped_claims if claim.reason == NO_ROOM]
    assert left_out
    assert not {claim.text for claim in left_out} & set(texts(report))


async def test_a_false_number_is_dropped_and_told() -> None:
    def lying(call: ModelCall[Any]) -> list[dict[str, object]]:
        return [claim(call, text.replace("24", "42"), quote) for text, quote in SAID.values()
                if quote in call.material] or honest(call)  # fmt: skip

    report = await run(Writer(lying))
    assert not any("42 million" in text for text in texts(report))
    dropped = next(c for c in report.dropped_claims if "42 million" in c.text)
    assert dropped.verdict is not Verdict.SUPPORTED
    assert "42" in dropped.reason
    assert report.stats.claims_dropped == len(report.dropped_claims)


async def test_what_stands_stays_where_what_fell_can_not_be_mended() -> None:
    def half_lying(call: ModelCall[Any]) -> list[dict[str, object]]:
        lies = [claim(call, text.replace("24", "42").replace("1,400", "8,437"), quote)
                for text, quote in SAID.values() if quote in call.material]  # fmt: skip
        return [*honest(call), *lies]

    def unsure_of_its_own(call: ModelCall[Any]) -> object:
        if '"mended"' not in call.material:
            return ModelError("away")
        worse = claim(call, "Nobody foresaw what the ferry would cost.", SAID["COST"][1])
        return {"judgements": [{"claim": n, "verdict": "supported", "mended": [worse]}
                               for n in judged(call)]}  # fmt: skip

    report = await run(Writer(half_lying, verify=unsure_of_its_own))
    assert any("24 million" in text for text in texts(report))
    assert any("not judged when mended: away" in warning for warning in report.warnings)


async def test_a_right_claim_with_a_false_quote_is_given_the_right_one() -> None:
    def misquoting(call: ModelCall[Any]) -> list[dict[str, object]]:
        return [claim(call, text, "words that nobody wrote") for text, quote in SAID.values()
                if quote in call.material] or honest(call)  # fmt: skip

    report = await run(Writer(misquoting))
    cost = next(c for c in claims(report) if "24 million" in c.text)
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
        return {"judgements": [{"claim": n, "verdict": "partial", "reason": "goes beyond"}
                               for n in judged(call)]}  # fmt: skip

    limits = Limits(LIMITS.search, LIMITS.read, strictness=Strictness.FLAG)
    report = await run(Writer(verify=half), limits=limits)
    flagged = next(c for c in claims(report) if c.text == SAID["COST"][0])
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


@pytest.mark.usefixtures("_a_section_each")
async def test_too_much_material_is_tried_with_less() -> None:
    sizes: list[int] = []

    def narrow(call: ModelCall[Any]) -> object:
        sizes.append(len(re.findall(r"<<\w+ page ", call.material)))
        if sizes[-1] > 2:
            return ContextOverflowError("too much")
        return sections(call.material, honest(call))

    report = await run(Writer(write=narrow))
    assert sizes == [3, 3, 2, 3, 3, 2, 3, 2]
    assert SAID["COST"][0] in texts(report)


async def test_a_plan_that_fails_is_replaced_and_a_conclusion_too() -> None:
    report = await run(
        Writer(opens=no_opening, plan=ModelError("away"), conclude=ModelError("gone"))
    )
    assert report.title == QUERY
    assert report.key_findings
    assert [w for w in report.warnings if "did not plan" in w or "did not conclude" in w]


async def test_a_title_that_no_claim_carries_is_not_printed() -> None:
    lie = {"title": "Ferry sinks off Nordholm, killing 300"}
    assert (await run(Writer(opens=no_opening, conclude=lie))).title == QUERY
    for cites in ([3], []):
        said = {**lie, "title_cites": cites}
        report = await run(Writer(opens=lambda call, said=said: opening(call) | said))
        assert report.title == QUERY
        assert report.answer[0].claims


async def test_quick_plans_nothing_and_deep_asks_for_what_is_missing() -> None:
    quick = Writer()
    await run(quick, depth=Depth.QUICK)
    assert quick.asked_for("plan") == []
    deep = Writer()
    await run(deep, depth=Depth.DEEP)
    assert ["gaps" in c.answer.model_fields for c in deep.asked_for("plan")] == [False, True]


@pytest.mark.usefixtures("_a_section_each")
async def test_what_a_model_finds_no_answer_to_is_named_and_not_padded() -> None:
    def on_diesel_alone(call: ModelCall[Any]) -> dict[str, object]:
        assert "1. How much diesel" in call.material
        said = sections(call.material, honest(call)) | opening(call)
        for other in said["sections"][1:]:
            other.update(paragraphs=[], missing="Who wrote it.")
        return said

    report = await run(Writer(write=on_diesel_alone))
    assert [section.question for section in report.sections] == ["How much diesel will be saved?"]
    silent = [w for w in report.warnings if "what was read does not answer it" in w]
    assert len(silent) == 2
    assert all(warning.endswith("Who wrote it.") for warning in silent)
    assert "How many passengers are expected?" in silent[0]


@pytest.mark.usefixtures("_a_section_each")
async def test_a_question_whose_answer_another_section_gives_is_named() -> None:
    report = await run(Writer())
    assert [section.question for section in report.sections] == ["How much diesel will be saved?"]
    told = [w for w in report.warnings if "other sections say" in w]
    assert ["passengers" in told[0], "engineer" in told[1]] == [True, True]


@pytest.mark.parametrize("depth", [Depth.QUICK, Depth.STANDARD, Depth.DEEP])
async def test_each_part_of_the_query_is_answered_or_named(depth: Depth) -> None:
    report = await run(Writer(), depth=depth)
    cost, payer = report.answer
    assert cost.status is AnswerStatus.ANSWERED
    assert [claim.text for claim in cost.claims] == [ANSWER]
    assert cost.claims[0].citations[0].quote == COST
    assert cost.claims[0].verdict is Verdict.SUPPORTED
    assert payer.status is AnswerStatus.NOT_FOUND
    assert payer.message.startswith("The 4 sources read do not say who pays")
    assert report.key_findings == ()


async def test_only_deep_runs_conclude_in_a_call_of_their_own() -> None:
    for depth, calls in ((Depth.QUICK, 0), (Depth.STANDARD, 0), (Depth.DEEP, 1)):
        model = Writer()
        await run(model, depth=depth)
        assert len(model.asked_for("conclude")) == calls
        told = ["answers" in call.answer.model_fields for call in model.asked_for("write")]
        assert told == [not calls] * len(told)


@pytest.mark.parametrize("opens", [no_opening, lambda _: {"title": "The ferry", "answers": []}])
async def test_a_writer_that_gives_no_answer_is_asked_to_conclude(
    opens: Callable[[ModelCall[Any]], dict[str, object]],
) -> None:
    model = Writer(opens=opens)
    report = await run(model)
    assert len(model.asked_for("conclude")) == 1
    assert [claim.text for claim in report.answer[0].claims] == [ANSWER]


@pytest.mark.usefixtures("_a_section_each")
async def test_sections_of_several_calls_are_concluded_from_all() -> None:
    model = Writer()
    await run(model, max_words=3_000)
    assert len(model.asked_for("conclude")) == 1
    assert not any("answers" in call.answer.model_fields for call in model.asked_for("write"))


async def test_an_answer_that_says_more_than_its_claims_gives_way_to_the_claim() -> None:
    def exaggerate(call: ModelCall[Any]) -> dict[str, object]:
        said = {"text": ANSWER.replace("24", "42"), "claims": [cost_claim(call)]}
        return {"title": "The cost", "answers": [{"part": 1, "sentences": [said]}]}

    report = await run(Writer(conclude=exaggerate), depth=Depth.DEEP)
    assert [claim.text for claim in report.answer[0].claims] == [SAID["COST"][0]]
    assert any("42 million" in claim.text for claim in report.dropped_claims)


async def test_an_answer_that_falls_gives_way_to_a_claim_that_answers() -> None:
    def exaggerate(call: ModelCall[Any]) -> dict[str, object]:
        wrong = claim(call, ANSWER.replace("24", "42"), SAID["COST"][1])
        return opening(call) | {"answers": [{"part": 1, "sentences": [wrong]}]}

    model = Writer(opens=exaggerate)
    report = await run(model)
    assert [claim.text for claim in report.answer[0].claims] == [SAID["COST"][0]]
    assert SAID["COST"][0] not in texts(report)
    assert any("42 million" in claim.text for claim in report.dropped_claims)
    assert len(model.asked_for("verify")) == 1


async def test_a_part_that_the_writer_passes_over_is_answered_by_a_claim_too() -> None:
    def first_alone(call: ModelCall[Any]) -> dict[str, object]:
        return opening(call) | {"answers": opening(call)["answers"][:1]}  # type: ignore[index]

    report = await run(Writer(opens=first_alone))
    assert [[claim.text for claim in part.claims] for part in report.answer] == [
        [ANSWER], [SAID["COST"][0]]
    ]  # fmt: skip


async def test_an_answer_of_which_one_sentence_falls_has_the_others() -> None:
    def half_wrong(call: ModelCall[Any]) -> dict[str, object]:
        said = [claim(call, text, SAID["COST"][1]) for text in (ANSWER.replace("24", "42"), ANSWER)]
        return opening(call) | {"answers": [{"part": 1, "sentences": said}], "title": ""}

    report = await run(Writer(opens=half_wrong), query="What does the ferry to Nordholm cost?")
    assert [claim.text for claim in report.answer[0].claims] == [ANSWER]
    assert SAID["COST"][0] in texts(report)


async def test_what_the_judge_refuses_of_an_answer_is_not_said() -> None:
    def refuse_the_answer(call: ModelCall[Any]) -> dict[str, object]:
        section, _, beginning = call.material.partition("beginning: ")
        return {"judgements": [
            {"claim": int(n), "verdict": "unsupported" if text in beginning else "supported"}
            for n, text in re.findall(r"^(\d+)\. \([\d, ]+\) (.*)$", section + beginning,
                                      re.MULTILINE)
        ]}  # fmt: skip

    report = await run(Writer(verify=refuse_the_answer))
    assert report.title == QUERY
    answered = [claim.text for part in report.answer for claim in part.claims]
    assert ANSWER not in answered
    assert SAID["COST"][0] in answered


async def test_what_the_answer_says_word_for_word_no_section_says_again() -> None:
    def repeat(call: ModelCall[Any]) -> dict[str, object]:
        said = [claim(call, *SAID["COST"])]
        return opening(call) | {"answers": [{"part": 1, "sentences": said}]}

    report = await run(Writer(opens=repeat))
    assert [claim.text for claim in report.answer[0].claims] == [SAID["COST"][0]]
    assert texts(report) == [SAID["DIESEL"][0]]
    again = [one for one in report.dropped_claims if one.text == SAID["COST"][0]]
    assert again
    assert all(SAID["COST"][0] in one.reason for one in again)


async def test_a_sentence_of_the_answer_that_has_no_room_is_told_among_those_left_out() -> None:
    def long(call: ModelCall[Any]) -> dict[str, object]:
        said = [claim(call, text, quote) for text, quote in SAID.values()]
        return opening(call) | {"answers": [{"part": 1, "sentences": said}]}

    report = await run(Writer(opens=long), max_words=50)
    shown = [one.text for part in report.answer for one in part.claims]
    assert set(shown) == {SAID["COST"][0]}
    assert NO_ROOM in [one.reason for one in report.dropped_claims if one.text == SAID["DIESEL"][0]]


async def test_what_is_uncertain_comes_first_and_is_verified() -> None:
    text = "Only one source tells what the ferry cost, 24 million euros."

    def concluded(call: ModelCall[Any]) -> dict[str, object]:
        right = {"text": text, "claims": [cost_claim(call)]}
        wrong = {"text": "Some say that it was 77 million.", "claims": [cost_claim(call)]}
        return {"title": "T", "answers": [], "uncertain": [right, wrong]}

    def written(call: ModelCall[Any]) -> dict[str, object]:
        said = (text, "Some say that it was 77 million.")
        return opening(call) | {"uncertain": [claim(call, one, SAID["COST"][1]) for one in said]}

    for model in (Writer(opens=no_opening, conclude=concluded), Writer(opens=written)):
        first = (await run(model)).sections[0]
        assert first.question == UNCERTAIN
        assert [claim.text for claim in first.claims] == [text]


async def test_what_it_comes_to_is_verified_and_stands_last_unless_something_says_it() -> None:
    text = "So it is the state that paid most of what was spent beyond the plan."

    def concluded(call: ModelCall[Any]) -> dict[str, object]:
        said = (text, "It was 77 million, all told.", SAID["COST"][0])
        drawn = [{"text": one, "claims": [cost_claim(call)]} for one in said]
        return {"title": "T", "answers": [], "assessment": drawn}

    def written(call: ModelCall[Any]) -> dict[str, object]:
        said = (text, "It was 77 million, all told.", SAID["COST"][0])
        return opening(call) | {"assessment": [claim(call, one, SAID["COST"][1]) for one in said]}

    for model in (Writer(opens=no_opening, conclude=concluded), Writer(opens=written)):
        last = (await run(model)).sections[-1]
        assert last.question == ASSESSMENT
        assert [claim.text for claim in last.claims] == [text]


async def test_a_writer_is_shown_the_query_the_plan_and_the_day_first() -> None:
    model = Writer()
    await run(model)
    written = model.asked_for("write")
    heads = {call.material.partition(" question: ")[0] for call in written}
    assert len(heads) == len({call.instructions for call in written}) == 1
    (head,) = heads
    assert head.startswith("today: 20")
    assert f"query: {QUERY}" in head
    assert written[0].material.count("What did the engineer say?") == 1


@pytest.mark.usefixtures("_a_section_each")
async def test_a_writer_of_some_sections_is_told_the_plan() -> None:
    model = Writer()
    await run(model, max_words=3_000)
    for call in model.asked_for("write"):
        assert "- What did the engineer say?" in call.material.partition("\ntask: ")[0]


@pytest.mark.usefixtures("_a_section_each")
async def test_all_that_was_written_is_judged_in_one_call() -> None:
    model = Writer()
    await run(model)
    (call,) = model.asked_for("verify")
    evidence, _, told = call.material.partition("\ntask: ")
    assert evidence.count(COST) == evidence.count(DIESEL) == 1
    assert "How much diesel will be saved?" not in evidence
    assert len(re.findall(r"^question: ", told, re.MULTILINE)) == 3
    assert re.findall(r"^beginning: (.*)$", told, re.MULTILINE) == [
        "What does the battery ferry to Nordholm cost?", "The title"
    ]  # fmt: skip


async def test_a_concluded_beginning_is_judged_by_the_claims_that_it_is_drawn_from() -> None:
    model = Writer()
    await run(model, depth=Depth.DEEP)
    told = model.asked_for("verify")[-1].material
    assert f"1. {SAID['COST'][0]}" in told
    assert f"1. (1) {ANSWER}" in told
    assert COST not in told


async def test_a_title_in_other_words_stands_where_the_judge_finds_its_claims_to_carry_it() -> None:
    def retitled(call: ModelCall[Any]) -> dict[str, object]:
        return {"title": "Nordholm's ferry turned out costly", "title_claims": [cost_claim(call)],
                "answers": [], "open_questions": []}  # fmt: skip

    def refuse_it(call: ModelCall[Any]) -> dict[str, object]:
        return {"judgements": [{"claim": n, "verdict":
                "unsupported" if "costly" in call.material else "supported"}
                               for n in judged(call)]}  # fmt: skip

    deep = {"depth": Depth.DEEP}
    assert (await run(Writer(conclude=retitled), **deep)).title == (
        "Nordholm's ferry turned out costly"
    )
    assert (await run(Writer(conclude=retitled, verify=refuse_it), **deep)).title == QUERY


async def test_short_sections_are_written_in_one_call_that_shows_their_evidence_once() -> None:
    model = Writer()
    await run(model)
    (call,) = model.asked_for("write")
    assert "[Ferry line to Nordholm will run on batteries from May |" in call.material
    assert call.material.count(COST) == call.material.count(DIESEL) == 1


async def test_questions_with_the_same_little_evidence_are_one_section() -> None:
    model = Writer()
    report = await run(model)
    (section,) = (one for one in report.sections if one.question != UNCERTAIN)
    assert section.question == (
        "How much diesel will be saved? How many passengers are expected? What did the engineer "
        "say?"
    )
    (call,) = model.asked_for("write")
    assert count_questions(call.material) == 1
    assert "<<plan" not in call.material  # the questions are the plan


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ("**Diesel and passengers**", "Diesel and passengers"),
        ("Sources", "How much diesel will be saved? How many passengers are"),
        ("What is saved?", "How much diesel will be saved? How many passengers are"),
        (None, "How much diesel will be saved? How many passengers are"),
    ],
)
async def test_the_writer_of_such_a_section_heads_it(written: str | None, heading: str) -> None:
    def headed(call: ModelCall[Any]) -> dict[str, object]:
        said = sections(call.material, honest(call))
        return {"sections": [one | {"heading": written} for one in said["sections"]]}

    report = await run(Writer(write=headed))
    (section,) = (one for one in report.sections if one.question != UNCERTAIN)
    assert section.question.startswith(heading)


async def test_such_a_section_that_says_nothing_is_named_by_all_its_questions() -> None:
    def silent(call: ModelCall[Any]) -> dict[str, object]:
        said = sections(call.material, [], missing="None of it.")
        return {"sections": [one | {"heading": "Nothing"} for one in said["sections"]]}

    report = await run(Writer(write=silent))
    assert any("be saved? How many passengers are expected?" in one for one in report.warnings)


@pytest.mark.usefixtures("_a_section_each")
async def test_the_heading_of_a_planned_question_is_that_of_the_plan() -> None:
    def headed(call: ModelCall[Any]) -> dict[str, object]:
        said = sections(call.material, honest(call))
        return {"sections": [one | {"heading": "Diesel"} for one in said["sections"]]}

    report = await run(Writer(write=headed))
    assert "Diesel" not in {one.question for one in report.sections}


async def test_an_approved_plan_has_the_sections_that_were_approved() -> None:
    model, plan = Writer(), plan_of(FakeClock().now())
    await run(model, plan=plan)
    (call,) = model.asked_for("write")
    assert count_questions(call.material) == len(plan.questions)


@pytest.mark.usefixtures("_a_section_each")
async def test_long_sections_are_written_in_calls_of_their_own_and_may_share_a_passage() -> None:
    model = Writer()
    await run(model, max_words=3_100)
    written = [call.material for call in model.asked_for("write")]
    assert [count_questions(one) for one in written] == [1, 1, 1]
    assert sum(COST in one for one in written) > 1


@pytest.mark.usefixtures("_a_section_each")
async def test_a_question_that_the_writer_passes_over_is_answered_by_the_sources() -> None:
    def on_the_first_alone(call: ModelCall[Any]) -> dict[str, object]:
        said = sections(call.material, honest(call))
        return {"sections": said["sections"][:1]}

    report = await run(Writer(write=on_the_first_alone))
    told = [warning for warning in report.warnings if LEFT_OUT in warning]
    assert ["passengers" in told[0], "engineer" in told[1]] == [True, True]
    assert "own words" in told[0]


async def test_what_is_beside_the_question_is_left_out() -> None:
    def beside(call: ModelCall[Any]) -> dict[str, object]:
        return {"judgements": [{"claim": n, "verdict": "supported", "answers": False}
                               for n in judged(call)]}  # fmt: skip

    report = await run(Writer(verify=beside))
    assert SAID["COST"][0] not in texts(report)
    assert any("does not help to answer" in claim.reason for claim in report.dropped_claims)


async def test_what_was_mended_stands_in_its_place_and_paragraph() -> None:
    def written(call: ModelCall[Any]) -> list[dict[str, object]]:
        found = honest(call)
        wrong = claim(call, "The new battery ferry cost 42 million euros.", SAID["COST"][1])
        return [wrong, *found[1:]] if len(found) > 1 else found

    def mend(call: ModelCall[Any]) -> dict[str, object]:
        mended = {"mended": [claim(call, *SAID["COST"])]} if '"mended"' in call.material else {}
        return {"judgements": [{"claim": n, "verdict": "supported", **mended}
                               for n in judged(call)]}  # fmt: skip

    model = Writer(written, verify=mend)
    report = await run(model)
    section = next(s for s in report.sections if len(s.claims) > 1)
    assert [claim.text for claim in section.claims] == [text for text, _ in SAID.values()]
    assert [claim.paragraph for claim in section.claims] == [1, 2]
    assert section.claims[0].is_repaired
    told = next(c.material for c in model.asked_for("verify") if "refused: " in c.material)
    assert "question: " in told
    assert SAID["DIESEL"][0] in told
    assert "42" in told.partition("refused: ")[2]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("", "the language of the query"),
        ("pt-BR", r"the language `pt-BR` \(BCP 47\)"),
    ],
)
async def test_a_model_is_told_which_language_to_write(language: str, told: str) -> None:
    model = Writer()
    await run(model, depth=Depth.DEEP, language=language)
    for purpose in ("plan", "write", "conclude"):
        assert model.asked_for(purpose)
        for call in model.asked_for(purpose):
            asked = call.instructions + call.material
            assert len(re.findall(told, asked)) == 1, asked


async def test_passages_are_between_marks_that_they_can_not_forge() -> None:
    model = Writer()
    await run(model)
    for call in model.asked_for("write"):
        mark = call.material.partition("<<")[2].split()[0]
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


@pytest.mark.parametrize("depth", [Depth.STANDARD, Depth.DEEP])
async def test_the_answer_is_told_as_soon_as_it_is_verified(depth: Depth) -> None:
    steps: list[Step] = []
    await run(Writer(), steps=steps, depth=depth)
    (place,) = (place for place, step in enumerate(steps) if step.answer)
    assert steps[place].answer[0].sentences == (ANSWER,)
    assert steps[place].answer[1].sentences == ()
    assert steps[place - 1].message.startswith("verified: ")


async def test_a_part_keeps_its_first_sentence_in_however_few_words() -> None:
    long = (
        "The battery ferry to Nordholm, which is the one that the query asks about and that the "
        "pages tell of in one way and another, cost 24 million euros as far as they say."
    )

    def at_length(call: ModelCall[Any]) -> dict[str, object]:
        said = claim(call, long, SAID["COST"][1])
        return opening(call) | {"answers": [{"part": 1, "sentences": [said]}]}

    report = await run(Writer(opens=at_length), max_words=50)
    assert [one.text for one in report.answer[0].claims] == [long]


OLD_ANSWERS = TypeAdapter(tuple[Answer, ...])


async def test_a_run_that_an_older_version_began_goes_on_and_pays_for_nothing_again() -> None:
    journal = MemoryJournal()
    first = await run(Writer(opens=no_opening), journal=journal)
    kept = TypeAdapter(RoundAnswers).validate_json(gzip.decompress(await journal.load("answers-2")))
    assert kept.opening is None
    old = gzip.compress(OLD_ANSWERS.dump_json(kept.answers))
    await journal.store("answers-2", old)
    model = Writer()
    again = await run(model, journal=journal)
    assert model.calls == []
    assert again.sections == first.sections
    assert again.answer == first.answer


async def test_a_beginning_is_kept_with_the_sections_and_paid_for_once() -> None:
    journal = MemoryJournal()
    first = await run(Writer(), journal=journal)
    model = Writer()
    again = await run(model, journal=journal)
    assert model.calls == []
    assert (again.title, again.answer, again.sections, again.open_questions) == (
        first.title, first.answer, first.sections, first.open_questions
    )  # fmt: skip


def differ(sources: Sequence[Source], _: ReadSentences) -> tuple[Disagreement, ...]:
    """The first words of two sources, as if these contradicted each other."""
    first, second = (
        Citation(source=one.id, start=0, end=12, quote=one.text[:12]) for one in sources[:2]
    )
    return (Disagreement(subject="the ferry", citations=(first, second)),)


@pytest.mark.parametrize(
    ("said", "explanations"),
    [
        ({"pairs": [{"pair": 1, "contradict": True, "why": "They count otherwise."}]},
         ["They count otherwise."]),
        ({"pairs": [{"pair": 1, "contradict": True, "why": "It was 99 million in 1931."}]}, [""]),
        ({"pairs": [{"pair": 1, "contradict": False, "why": ""}]}, []),
        (ModelError("away"), [""]),
    ],
)  # fmt: skip
async def test_what_rules_find_contradictory_is_judged(
    monkeypatch: pytest.MonkeyPatch, said: object, explanations: list[str]
) -> None:
    monkeypatch.setattr("research.pipeline.steps.compare", differ)
    report = await run(Writer(compare=said))
    assert [one.explanation for one in report.disagreements] == explanations


async def test_pages_out_of_scope_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def compare(sources: Sequence[Source], _: ReadSentences) -> tuple[Disagreement, ...]:
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


@pytest.mark.parametrize("style", Style)
async def test_what_writes_and_what_concludes_are_told_the_style(style: Style) -> None:
    model = Writer()
    report = await run(model, style=style, depth=Depth.DEEP)
    told = {
        call.purpose: [line for line in f"{call.instructions}\n{call.material}".splitlines()
                       if line.startswith("- style: ")]
        for call in model.calls
    }  # fmt: skip
    assert {*told["write"]} == {*told["conclude"]}
    assert len(told["write"]) == (0 if style is DEFAULT_STYLE else 1)
    assert not [warning for warning in report.warnings if "style" in warning]


@pytest.mark.parametrize(("depth", "is_asked"), [(Depth.QUICK, False), (Depth.STANDARD, True)])
async def test_a_model_says_more_of_the_analysis_unless_it_is_quick(
    depth: Depth, *, is_asked: bool
) -> None:
    model = Writer()
    report = await run(model, depth=depth)
    assert report.analysis is not None
    assert report.analysis.has_model is is_asked
    assert len(model.asked_for("analyse")) == is_asked
    question = "How long does the ferry to Nordholm take?"
    assert (question in report.analysis.related_questions) is is_asked


async def test_where_a_model_says_no_more_the_analysis_is_by_rules_and_the_report_says_why() -> (
    None
):
    by_rules = (await run(Writer(), depth=Depth.QUICK)).analysis
    report = await run(Writer(analyse=ModelError("away")))
    assert report.analysis == by_rules
    assert f"{NOT_READ_BY_MODEL} (away)." in report.warnings
