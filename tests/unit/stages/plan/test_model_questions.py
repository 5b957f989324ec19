"""Questions that a model plans: each is kept once, whatever of the query it asks."""

from typing import Any

from research.domain.claim import Citation, Claim
from research.stages.plan.model_questions import ask_for_gaps, ask_for_questions
from tests.fakes.language_model import FakeLanguageModel
from tests.unit.stages.sources import hit, question

QUERY = "What is the battery ferry to Nordholm, what did it cost and how did people react?"


def planned(*texts: str) -> list[dict[str, Any]]:
    return [{"question": text, "queries": [text[:60]]} for text in texts]


async def test_a_question_that_asks_one_part_of_the_query_is_kept() -> None:
    asked = ("What is the battery ferry to Nordholm?", "What did the ferry cost?",
             "What did the battery ferry cost?")  # fmt: skip
    model = FakeLanguageModel({"plan": {"questions": planned(*asked)}})
    found = await ask_for_questions(QUERY, [hit("Ferry")], model, "")
    assert [one.text for one in found] == list(asked[:2])


async def test_half_of_the_query_is_a_question_however_much_it_shares_with_the_other_half() -> None:
    query = "Which firms did the county add to its ferry program and what can they bid for?"
    asked = ("Which four firms did the county add to its ferry program?",
             "What can the firms in the ferry program bid for?",
             "Who won earlier contracts?")  # fmt: skip
    model = FakeLanguageModel({"plan": {"questions": planned(*asked)}})
    found = await ask_for_questions(query, [hit("Ferry")], model, "")
    assert [one.text for one in found] == list(asked)


async def test_the_query_itself_is_no_question_of_its_plan() -> None:
    asked = (QUERY.lower(), "What did the ferry cost?", "Who sails?")
    model = FakeLanguageModel({"plan": {"questions": planned(*asked)}})
    found = await ask_for_questions(QUERY, [hit("Ferry")], model, "")
    assert [one.text for one in found] == list(asked[1:])


async def test_gaps_are_asked_for_with_how_many_sources_say_each_claim() -> None:
    cited = [Citation(source=n, quote="x", start=0, end=1) for n in (1, 2)]
    claims = [Claim(text="It cost 24 million.", citations=tuple(cited)),
              Claim(text="It is late.", citations=tuple(cited[:1]))]  # fmt: skip
    again = "What did it cost to build?"
    model = FakeLanguageModel({"plan": {"gaps": planned("Why is it late?", again)}})
    found = await ask_for_gaps(QUERY, [question(again)], claims, model, "")
    assert [one.text for one in found] == ["Why is it late?"]
    told = model.calls[0].material
    assert "- It cost 24 million. (2 sources)" in told
    assert "- It is late. (1 source)" in told
