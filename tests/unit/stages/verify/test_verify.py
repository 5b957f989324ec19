"""Verifying what a model wrote: what stands is kept, what falls is dropped with its reason."""

import re
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from research.domain.claim import (
    MAX_SUMMARY_CITES,
    Citation,
    Claim,
    Computation,
    Operation,
    Verdict,
    WrittenSentence,
)
from research.domain.errors import ContextOverflowError, ModelError
from research.domain.model_call import ModelCall
from research.domain.progress import Stage, Step
from research.domain.value import Span
from research.stages.index.index import passages_of
from research.stages.verify.check_sentence import CheckedClaim
from research.stages.verify.judge_claims import MAX_SENTENCES
from research.stages.verify.judge_rules import MEND
from research.stages.verify.judgements import (
    Judgement,
    MendingJudgement,
    answer_form,
    with_verdicts,
)
from research.stages.verify.verify import Strictness, Verification, WrittenAnswer, verify
from research.text.paragraphs import passage_of
from research.text.prompts.evidence import Brief
from research.text.prompts.sentence_numbers import numbered_sentences
from tests.fakes.entailment import FakeEntailment
from tests.fakes.language_model import FakeLanguageModel
from tests.unit.stages.sources import COUNCIL, HARBOUR, question, source

COST = 3
"""The number of the sentence that tells the cost."""
TRUE = "The new battery ferry cost 24 million euros, 9 million of which the state paid."
FALSE = "The new battery ferry cost 42 million euros."
UNJUDGED = Claim(text=TRUE, citations=(Citation(source=1, quote="The", start=0, end=3),))


class Judge(FakeLanguageModel):
    """Gives every claim one verdict, and puts one in the place of each."""

    def __init__(self, verdict: str | ModelError, *mended: str) -> None:
        self.verdict = verdict
        self.mended = [{"text": text, "cites": [COST]} for text in mended]
        super().__init__(self._answer)

    def _answer(self, call: ModelCall[Any]) -> object:
        if isinstance(self.verdict, ModelError):
            return self.verdict
        mended = {"mended": self.mended} if "mended" in str(call.answer.model_json_schema()) else {}
        count = len(re.findall(r"^\d+\. \(\d", call.material, re.MULTILINE))
        return {
            "judgements": [
                {"claim": number, "verdict": self.verdict, "reason": "goes beyond", **mended}
                for number in range(1, count + 1)
            ]
        }


async def run(
    judge: FakeLanguageModel,
    *texts: str,
    strictness: Strictness = Strictness.STRICT,
    steps: list[Step] | None = None,
    entailment: FakeEntailment | None = None,
) -> Verification:
    page = source(1, HARBOUR)
    passages = tuple(passages_of(page))
    claims = [WrittenSentence(text=text, cites=(COST,)) for text in texts]
    (found,) = await verify(
        Brief("The ferry", (), date(2026, 11, 24)),
        [WrittenAnswer(question("What does it cost?"), [claims[:1], claims[1:]], passages)],
        {1: page},
        strictness=strictness,
        entailment=entailment or FakeEntailment(),
        model=judge,
        progress=(steps if steps is not None else []).append,
    )
    return found


async def test_what_stands_is_accepted_and_what_falls_is_dropped_with_its_reason() -> None:
    steps: list[Step] = []
    found = await run(Judge("supported"), TRUE, FALSE, steps=steps)
    assert [(c.text, c.verdict) for c in found.accepted] == [(TRUE, Verdict.SUPPORTED)]
    assert [(c.text, c.verdict) for c in found.dropped] == [(FALSE, Verdict.UNSUPPORTED)]
    assert "42 million" in found.dropped[0].reason
    assert [(s.stage, s.message) for s in steps] == [(Stage.VERIFY, "verified: What does it cost?")]


async def test_what_another_paragraph_repeats_is_judged_once() -> None:
    judge = Judge("supported")
    found = await run(judge, TRUE, TRUE)
    [accepted] = found.accepted
    [again] = found.dropped
    assert accepted.text in again.reason
    assert [call.purpose for call in judge.calls] == ["verify"]


@pytest.mark.parametrize(
    ("strictness", "accepted"),
    [(Strictness.STRICT, 0), (Strictness.FLAG, 1), (Strictness.OFF, 1)],
)
async def test_what_is_partly_supported_stands_as_far_as_strictness_lets_it(
    strictness: Strictness, accepted: int
) -> None:
    found = await run(Judge("partial"), TRUE, strictness=strictness)
    assert (len(found.accepted), len(found.dropped)) == (accepted, 1 - accepted)
    assert found.error == ""


async def test_the_judge_mends_what_rules_refuse_in_the_same_call() -> None:
    judge = Judge("supported", TRUE)
    found = await run(judge, FALSE)
    assert [(c.text, c.verdict, c.is_repaired) for c in found.accepted] == [
        (TRUE, Verdict.SUPPORTED, True)
    ]
    assert not found.dropped  # the reader sees what it was mended to
    first, second = judge.calls
    assert "refused: the number 42 million" in first.material
    assert "mended" not in second.material


async def test_what_is_mended_keeps_the_full_stop_without_which_it_is_a_heading() -> None:
    title = "Price of the new battery ferry: 24 million euros"
    found = await run(Judge("supported", title), FALSE)
    assert [claim.text for claim in found.accepted] == [f"{title}."]


async def test_what_the_judge_mends_is_checked_like_any_other() -> None:
    found = await run(Judge("partial", FALSE), TRUE)
    assert found.accepted == ()
    (told,) = found.dropped
    assert told.text == TRUE
    assert told.reason.startswith(f"goes beyond; mended to “{FALSE}”: the number 42 million")


async def test_what_the_judge_mends_is_judged_again_and_not_mended_again() -> None:
    vague = "What the new battery ferry cost, 24 million euros, was hardly foreseen by anybody."
    judge = Judge("partial", vague)
    found = await run(judge, TRUE)
    assert len(judge.calls) == 2
    assert found.accepted == ()


async def test_nothing_is_mended_where_what_is_partly_supported_is_shown() -> None:
    judge = Judge("partial", TRUE)
    await run(judge, TRUE, strictness=Strictness.FLAG)
    assert "mended" not in judge.calls[0].material


async def test_a_judge_that_fails_leaves_claims_partly_supported() -> None:
    found = await run(Judge(ModelError("gone")), TRUE, FALSE)
    assert found.accepted == ()
    assert [c.verdict for c in found.dropped] == [Verdict.PARTIAL, Verdict.UNSUPPORTED]
    assert found.dropped[0].reason == "was not judged"
    assert found.error == "some claims were not judged: gone"


async def test_what_the_entailment_is_sure_of_is_shown_to_no_judge() -> None:
    judge = Judge("unsupported")
    sure = FakeEntailment(lambda _: 0.9, sure_from=0.8)
    found = await run(judge, TRUE, entailment=sure)
    assert [(c.text, c.verdict) for c in found.accepted] == [(TRUE, Verdict.SUPPORTED)]
    assert judge.calls == []
    assert sure.asked == [TRUE]


async def test_no_sureness_overrules_a_number_that_is_nowhere() -> None:
    sure = FakeEntailment(lambda _: 1.0, sure_from=0.5)
    found = await run(Judge("supported"), FALSE, entailment=sure)
    assert found.accepted == ()
    assert sure.asked == []


@pytest.mark.parametrize(
    ("probability", "verdict"), [(0.5, Verdict.SUPPORTED), (0.4, Verdict.PARTIAL)]
)
async def test_where_no_model_judges_the_entailment_decides(
    probability: float, verdict: Verdict
) -> None:
    judge, entailment = Judge("unsupported"), FakeEntailment(lambda _: probability)
    found = await run(judge, TRUE, strictness=Strictness.OFF, entailment=entailment)
    assert [c.verdict for c in found.accepted] == [verdict]
    assert judge.calls == []


async def test_what_the_entailment_finds_likely_is_not_doubted_before_the_judge() -> None:
    text = "The new battery ferry of Quistberg cost 24 million euros."
    for probability, is_doubted in ((0.7, False), (0.2, True)):
        judge = Judge("supported")
        await run(judge, text, entailment=FakeEntailment(lambda _, p=probability: p))
        assert ("doubted: " in judge.calls[0].material) is is_doubted
        assert ("a program's doubts" in judge.calls[0].material) is is_doubted


class ListingJudge(FakeLanguageModel):
    """Answers with `answers`, and on with the last; refuses more sentences at once than `most`."""

    def __init__(self, *answers: object, most: int = 100) -> None:
        self.asked: list[int] = []

        def judge(call: ModelCall[Any]) -> Any:
            self.asked.append(len(re.findall(r"^\d+\. \(\d", call.material, re.MULTILINE)))
            said = answers[min(len(self.asked), len(answers)) - 1]
            return ContextOverflowError("too much") if self.asked[-1] > most else said

        super().__init__(judge)


OTHER = "A ship without diesel goes to Nordholm from May 2026 on."


LONG = "The quay's chargers take eleven minutes."
QUAY = "It charges its batteries for eleven minutes at each quay."
MENDED = "The ferry, which needs no diesel, goes to Nordholm from May 2026 on."


class MendingJudge(FakeLanguageModel):
    """Finds the sentences of these numbers wanting, and puts one in the place of each."""

    def __init__(self, fallen: set[int], mended: str = MENDED, cites: int = 2) -> None:
        self.fallen = fallen
        self.mended = {"text": mended, "cites": [cites]}
        super().__init__(self._answer)

    def _answer(self, call: ModelCall[Any]) -> object:
        numbers = [int(n) for n in re.findall(r"^(\d+)\. \(\d", call.material, re.MULTILINE)]
        if "MendingJudgement" not in str(call.answer.model_json_schema()):
            return {"judgements": [], "supported": numbers}
        mended = {"mended": [self.mended]}
        return {
            "judgements": [
                {"claim": n, "verdict": "partial", "reason": "goes beyond", **mended}
                for n in self.fallen
            ],
            "supported": [n for n in numbers if n not in self.fallen],
        }


@pytest.mark.parametrize(
    ("judgements", "supported", "accepted"),
    [
        ([], [1, 2], [TRUE, OTHER]),
        ([], [2], [OTHER]),
        ([{"claim": 2, "verdict": "partial"}], [1, 2], [TRUE]),
        ([{"claim": 2, "verdict": "supported", "answers": False}], [1], [TRUE]),
    ],
)
async def test_what_the_judge_lists_stands_and_what_it_passes_over_falls(
    judgements: list[object], supported: list[int], accepted: list[str]
) -> None:
    judge = ListingJudge({"judgements": judgements, "supported": supported})
    found = await run(judge, TRUE, OTHER)
    assert [claim.text for claim in found.accepted] == accepted
    assert len(found.dropped) == 2 - len(accepted)


def test_an_answer_that_judges_nothing_is_none() -> None:
    with pytest.raises(ValidationError):
        answer_form(2, Judgement).model_validate({"judgements": [], "supported": []})


async def test_sentences_that_are_too_much_at_once_are_judged_half_by_half() -> None:
    judge = ListingJudge({"judgements": [], "supported": [1]}, most=1)
    found = await run(judge, TRUE, OTHER)
    assert judge.asked == [2, 1, 1]
    assert [claim.text for claim in found.accepted] == [TRUE, OTHER]
    never = ListingJudge({"judgements": [], "supported": [1]}, most=0)
    found = await run(never, TRUE)
    assert [claim.verdict for claim in found.dropped] == [Verdict.PARTIAL]
    assert "too much" in found.error


async def test_long_reports_are_judged_in_parts_of_about_the_same_size() -> None:
    judge = ListingJudge({"judgements": [], "supported": list(range(1, 60))})
    count = 2 * MAX_SENTENCES + 1
    await run(judge, *(f"Ferry {chr(65 + n % 26) * 3}{n} crosses the sound." for n in range(count)))
    assert sum(judge.asked) <= count
    assert len(judge.asked) > 1
    assert max(judge.asked) <= MAX_SENTENCES


async def test_of_what_rules_refuse_the_judge_sees_all_that_its_writer_saw() -> None:
    pages = {n: source(n, text) for n, text in enumerate((HARBOUR, COUNCIL), start=1)}
    shown = [passage for page in pages.values() for passage in passages_of(page)]
    written = WrittenSentence(text=FALSE, cites=(COST,))
    right = written.model_copy(update={"text": TRUE})
    for sentence, is_whole in ((written, True), (right, False)):
        judge = Judge("supported")
        await verify(
            Brief("The ferry", (), date(2026, 11, 24)),
            [WrittenAnswer(question("What does it cost?"), [[sentence]], shown)],
            pages,
            strictness=Strictness.STRICT,
            entailment=FakeEntailment(),
            model=judge,
            progress=lambda _: None,
        )
        assert (pages[2].title in judge.calls[0].material) is is_whole


async def test_the_second_half_of_a_section_is_judged_beside_the_last_of_the_first() -> None:
    judge = ListingJudge({"judgements": [], "supported": [1]}, most=1)
    await run(judge, TRUE, OTHER)
    whole, first, second = (call.material for call in judge.calls)
    assert f"   before it: {TRUE}\n1. (1) {OTHER}" in second
    assert '"before it" or "after it"' in second
    assert "before it" not in whole + first


@pytest.mark.parametrize(
    ("mended", "is_shown"),
    [(f"{MENDED[:-1]}, says the County Council of Vessa.", True), (MENDED, False)],
)
async def test_what_was_mended_is_judged_with_what_was_cited_before_and_names_the_same(
    mended: str, *, is_shown: bool
) -> None:
    pages = {n: source(n, text) for n, text in enumerate((HARBOUR, COUNCIL), start=1)}
    shown = [passage for page in pages.values() for passage in passages_of(page)]
    numbers = [
        number
        for number, (passage, span) in enumerate(numbered_sentences(shown), start=1)
        if "May 2026" in span.of(pages[passage.source].text)
        or "county council" in span.of(pages[passage.source].text)
    ]
    assert len(numbers) == 2
    fallen = WrittenSentence(text="The council wants it by May 2026.", cites=tuple(numbers))
    judge = MendingJudge({1}, mended, cites=1)
    (found,) = await verify(
        Brief("The ferry", (), date(2026, 11, 24)),
        [WrittenAnswer(question("When?"), [[fallen]], shown)],
        pages,
        strictness=Strictness.STRICT,
        entailment=FakeEntailment(),
        model=judge,
        progress=lambda _: None,
    )
    _, second = judge.calls
    assert f"1. (1) {mended}" in second.material
    assert (pages[2].title in second.material) is is_shown
    assert [{c.source for c in claim.citations} for claim in found.accepted] == [{1}]


def test_what_is_mended_may_cite_as_many_as_any_sentence_and_is_told_so() -> None:
    cites = list(range(1, MAX_SUMMARY_CITES + 1))
    judged = {"claim": 1, "verdict": "partial", "mended": [{"text": TRUE, "cites": cites}]}
    answer = answer_form(1, MendingJudgement).model_validate({"judgements": [judged]})
    (decided,) = with_verdicts([CheckedClaim(UNJUDGED)], answer)
    assert decided.mended
    assert decided.mended.cites == tuple(cites)
    assert f"1 to {MAX_SUMMARY_CITES} sentences of pages" in MEND


SUMMARY = "With 9 million of the state's, the battery ferry to Nordholm cost 24 million euros."


async def summed_up(judge: FakeLanguageModel, *summary: str) -> tuple[Verification, ...]:
    """What becomes of `TRUE` and, under another heading, of what sums up."""
    page = source(1, HARBOUR)
    said = [WrittenSentence(text=text, cites=(COST,)) for text in (TRUE, *summary)]
    passages = tuple(passages_of(page))
    return await verify(
        Brief("The ferry", (), date(2026, 11, 24)),
        [
            WrittenAnswer(question("What does it cost?"), [said[:1]], passages),
            WrittenAnswer(question("Why so much?"), [said[1:]], passages, is_summary=True),
        ],
        {1: page},
        strictness=Strictness.STRICT,
        entailment=FakeEntailment(),
        model=judge,
        progress=lambda _: None,
    )


async def test_what_sums_up_is_judged_with_the_rest_under_its_own_heading() -> None:
    judge = Judge("supported")
    _, found = await summed_up(judge, SUMMARY)
    (call,) = judge.calls
    assert "beginning: Why so much?\n2. (" in call.material
    assert [claim.text for claim in found.accepted] == [SUMMARY]


async def test_what_sums_up_is_mended_too_for_it_is_read_first() -> None:
    judge = Judge("supported", TRUE)
    _, found = await summed_up(judge, FALSE)
    assert "refused: " in judge.calls[0].material
    assert [(claim.text, claim.is_repaired) for claim in found.accepted] == [(TRUE, True)]
    assert not found.dropped


async def test_what_falls_again_is_one_sentence_that_was_left_out() -> None:
    told, found = await summed_up(Judge("partial", TRUE), SUMMARY, FALSE)
    assert found.accepted == ()
    assert [claim.text for claim in found.dropped] == [SUMMARY, FALSE]
    assert [claim.text for claim in told.dropped] == [TRUE]
    assert all(f"mended to “{TRUE}”: goes beyond" in claim.reason for claim in found.dropped)


@pytest.mark.parametrize(
    ("texts", "fallen", "beside"),
    [
        ((TRUE, OTHER, LONG), {2}, f"   before it: {TRUE}\n1. (2) {MENDED}\n   after it: {LONG}"),
        ((TRUE, OTHER, QUAY), {2}, f"   before it: {TRUE}\n1. (2) {MENDED}\n2. (3) {QUAY}"),
        ((TRUE, OTHER), {2}, f"   before it: {TRUE}\n1. (2) {MENDED}\n"),
        ((TRUE, OTHER, QUAY), {2, 3}, f"   before it: {TRUE}\n1. (2) {MENDED}\n2. (2) {MENDED}\n"),
    ],
)
async def test_what_was_mended_is_judged_beside_what_stands_before_and_after_it(
    texts: tuple[str, ...], fallen: set[int], beside: str
) -> None:
    judge = MendingJudge(fallen)
    await run(judge, *texts)
    first, second = judge.calls
    assert beside in second.material
    assert '"before it" or "after it"' in second.material
    assert "before it" not in first.material


@pytest.mark.parametrize(
    ("again", "accepted"),
    [
        ({"judgements": [], "supported": [1, 2]}, [TRUE, MENDED, QUAY]),
        ({"judgements": [{"claim": 2, "verdict": "partial"}], "supported": [1]}, [TRUE, MENDED]),
        (ModelError("gone"), [TRUE, QUAY]),
    ],
)
async def test_what_speaks_of_the_mended_sentence_before_it_is_judged_again(
    again: object, accepted: list[str]
) -> None:
    mended = {"claim": 2, "verdict": "partial", "mended": [{"text": MENDED, "cites": [2]}]}
    judge = ListingJudge({"judgements": [mended], "supported": [1, 3]}, again)
    found = await run(judge, TRUE, OTHER, QUAY)
    assert [claim.text for claim in found.accepted] == accepted
    assert bool(found.error) is isinstance(again, ModelError)


async def test_what_speaks_of_a_sentence_that_is_gone_is_judged_again() -> None:
    fallen = {"claim": 2, "verdict": "partial", "mended": []}
    judge = ListingJudge(
        {"judgements": [fallen], "supported": [1, 3]},
        {"judgements": [{"claim": 1, "verdict": "partial"}], "supported": []},
    )
    found = await run(judge, TRUE, OTHER, QUAY)
    assert [claim.text for claim in found.accepted] == [TRUE]
    assert f"   before it: {TRUE}\n1. (3) {QUAY}" in judge.calls[1].material


async def test_a_judge_sees_who_is_named_where_the_quote_names_nobody() -> None:
    page = source(
        1,
        "Ferries are loved\n“It is quiet, and as quick as the old one,” Michelle Hege said.\n"
        "“I rode it. My dog slept from the first quay to the very last of them.”\n"
        "“Nobody asked me what I thought of it before the county bought the ship.”\n"
        "“I did feel concerned about the price that the county pays for each crossing.”\n"
        "The county pays a third.",
    )
    passages = (passage_of(page, Span(start=0, end=len(page.text))),)
    said = WrittenSentence(text="The price of each crossing concerned Hege.", cites=(6,))
    judge = ListingJudge({"judgements": [], "supported": [1]})
    await verify(
        Brief("The ferry", (), date(2026, 11, 24)),
        [WrittenAnswer(question("What does it cost?"), [[said]], passages)],
        {1: page},
        strictness=Strictness.STRICT,
        entailment=FakeEntailment(),
        model=judge,
        progress=lambda _: None,
    )
    assert "Michelle Hege said" in judge.calls[0].material
    assert "My dog slept" not in judge.calls[0].material


async def test_figures_are_computed_for_the_whole_report() -> None:
    page = source(1, HARBOUR)
    figure = Computation(result="216", inputs=("24", "9"), op=Operation.PRODUCT)
    said = WrittenSentence(text="That makes 216 of them.", cites=(COST,))
    for computed, verdict in (((figure,), Verdict.SUPPORTED), ((), Verdict.UNSUPPORTED)):
        answer = WrittenAnswer(
            question("Why?"), [[said]], tuple(passages_of(page)), computed, is_summary=True
        )
        (found,) = await verify(
            Brief("The ferry", (), date(2026, 11, 24)),
            [answer],
            {1: page},
            strictness=Strictness.STRICT,
            entailment=FakeEntailment(),
            model=Judge("supported"),
            progress=lambda _: None,
        )
        assert [claim.verdict for claim in (*found.accepted, *found.dropped)] == [verdict]
