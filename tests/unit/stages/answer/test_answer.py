"""Answers to the parts of a query, from sources of our own writing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from research.adapters.embed.answer_encoder import AnswerEncoder
from research.adapters.embed.wordllama_embedder import WordllamaEmbedder
from research.domain.claim import AnswerStatus
from research.domain.source import Source
from research.stages.answer.answer import NEARBY_WORDS, answer
from research.stages.answer.model import AnswerModel, fitted_model
from research.stages.answer.part_judgement import Answers
from research.text.terms import word_count
from tests.unit.stages.sources import COUNCIL, GARDEN, HARBOUR, REPRINT, source

ASKED = "How much did the new ferry to Nordholm cost and when will it replace the diesel ferry?"
SOURCES = [source(1, HARBOUR), source(2, COUNCIL), source(3, REPRINT), source(4, GARDEN)]
RELEVANCE = {1: 1.0, 2: 0.8, 3: 0.9, 4: 0.5, 5: 0.9}


GENEROUS = replace(fitted_model(), worth_printing=0.005)
"""Goes on with more than the fitted model: what is tested is which sentences, not how many."""


async def _answers(
    query: str, sources: Sequence[Source] = SOURCES, model: AnswerModel | None = None
) -> Answers:
    return await answer(
        query,
        sources,
        RELEVANCE,
        embedder=WordllamaEmbedder(),
        encoder=AnswerEncoder(),
        model=model,
    )


async def test_each_part_is_answered_in_the_order_asked() -> None:
    found = await _answers(ASKED)
    cost, time = found.parts
    assert "24 million euros" in cost.claims[0].text
    assert "May 2026" in " ".join(claim.text for claim in time.claims)
    assert {cost.status, time.status} <= {AnswerStatus.ANSWERED, AnswerStatus.PARTLY}
    assert not found.is_silent


async def test_how_sure_each_sentence_is_to_answer_is_known_by_its_place() -> None:
    found = await _answers(ASKED)
    by_place = {
        key: SOURCES[key[0] - 1].text[key[1] : key[1] + 400].split(". ")[0]
        for key in found.answering
    }
    assert all(0.0 <= share <= 1.0 for share in found.answering.values())
    best = max(found.answering, key=found.answering.__getitem__)
    worst = min(found.answering, key=found.answering.__getitem__)
    assert any(word in by_place[best] for word in ("24 million euros", "May 2026"))
    assert not any(word in by_place[worst] for word in ("24 million euros", "May 2026"))


async def test_every_quote_is_where_it_says() -> None:
    texts = {one.id: one.text for one in SOURCES}
    found = await _answers(ASKED)
    claims = [claim for part in found.parts for claim in (*part.claims, *part.nearby)]
    citations = [citation for claim in (*claims, *found.more) for citation in claim.citations]
    assert citations
    assert all(one.of(texts[one.source]) == one.quote for one in citations)


RETOLD = "Of the 24 million euros that the new ferry has cost, 9 million were paid by the state."


@pytest.mark.parametrize(("other", "cited"), [(RETOLD, 2), (HARBOUR.split("\n", 1)[1], 1)])
async def test_the_same_in_words_of_another_source_is_cited_with_it(other: str, cited: int) -> None:
    added = source(5, "Other news\n" + other)
    found = await _answers("How much did the new ferry cost?", [*SOURCES, added])
    assert len({one.source for one in found.parts[0].claims[0].citations}) == cited


async def test_what_no_source_says_is_not_found_and_what_is_nearby_is_short() -> None:
    found = await _answers("Which prison sentence did the captain of the Calypso receive in 2031?")
    (part,) = found.parts
    assert part.status is AnswerStatus.NOT_FOUND
    assert found.is_silent
    assert part.claims == ()
    assert sum(word_count(claim.text) for claim in part.nearby) <= NEARBY_WORDS


async def test_who_asks_nothing_is_told_of_no_answer_that_is_missing() -> None:
    for query in ("Nordholm ferry line", "Tell me more about the captain of the Nordholm ferry"):
        (part,) = (await _answers(query)).parts
        assert part.status is not AnswerStatus.NOT_FOUND
        assert part.claims


async def test_what_is_asked_in_another_language_may_be_found_not_to_be_answered() -> None:
    for query in ("Wie hoch war der Lohn des Kapitäns der Calypso?", "卡利普索号的船长是谁"):
        (part,) = (await _answers(query)).parts
        assert part.status is AnswerStatus.NOT_FOUND


async def test_what_is_nearby_is_said_once() -> None:
    note = source(
        1,
        "Minutes\nThe council of Aldvik paid 41 million for the new ferry. "
        "She carries ninety cars and sails to Nordholm in 20 minutes.",
    )
    (part,) = (await _answers("When was the ferry of Aldvik built?", [note])).parts
    assert part.status is AnswerStatus.NOT_FOUND
    said = " ".join(claim.text for claim in part.nearby)
    assert said.count("The council of Aldvik paid 41 million") == 1


async def test_who_asks_for_a_figure_wants_no_overview_and_who_asks_what_does() -> None:
    many = [
        source(n, f"{one.title}\n" + "\n".join([one.text] * 12)) for n, one in enumerate(SOURCES, 1)
    ]
    assert not (await _answers("How much did the new ferry to Nordholm cost?", many)).wants_overview
    asked = "What replaces the diesel ferry to Nordholm?"
    assert (await _answers(asked, many)).wants_overview
    assert not (await _answers(asked)).wants_overview


async def test_what_a_brief_report_goes_on_with_has_room_and_stands_in_its_order() -> None:
    found = await _answers("What is known of the battery ferry to Nordholm?", model=GENEROUS)
    assert sum(word_count(claim.text) for claim in found.further(100)) <= 100
    further = found.further(700)
    assert len(found.further(700, 1)) == 1
    printed = [claim.text for part in found.parts for claim in part.claims]
    assert not {claim.text for claim in further} & {*printed}
    for number in {claim.citations[0].source for claim in further}:
        starts = [c.citations[0].start for c in further if c.citations[0].source == number]
        assert starts == sorted(starts)


async def test_a_part_is_never_in_more_twice() -> None:
    found = await _answers("What is known of the battery ferry to Nordholm?", model=GENEROUS)
    assert found.more
    printed = [claim.text for part in found.parts for claim in part.claims]
    assert not set(printed) & {claim.text for claim in found.more}


@pytest.mark.parametrize("sources", [[], [source(1, "Short.")]])
async def test_nothing_to_choose_from_is_silence(sources: list[Source]) -> None:
    assert (await _answers(ASKED, sources)).is_silent


class _LikesTrees:
    async def score(self, query: str, texts: Sequence[str]) -> list[float]:
        return [100.0 * ("apple" in text) for text in texts]


async def test_a_reranker_has_its_say() -> None:
    found = await answer(
        "What should be done?",
        SOURCES,
        RELEVANCE,
        embedder=WordllamaEmbedder(),
        encoder=AnswerEncoder(),
        reranker=_LikesTrees(),
    )
    (part,) = found.parts
    assert "apple" in (*part.claims, *part.nearby)[0].text


async def test_where_no_sentence_is_likely_the_answer_the_rest_is_wanted() -> None:
    facts = (
        "Two ferries of Vessa were painted green by the pupils of a school in May.",
        "Divers looked for an anchor below the ferries of Vessa for eleven days.",
        "A baker sells rye bread to guests on the ferries of Vessa each Sunday.",
        "Old maps of the county show the ferries of Vessa under another name.",
        "Engineers measured the noise of gulls above the ferries of Vessa at night.",
        "Songs about the ferries of Vessa were sung at the fair in Lund last year.",
        "Smoke from the ferries of Vessa bothered the monks of an abbey in 1911.",
        "Sailors of Moen once raced against the ferries of Vessa on rafts of straw.",
        "A stamp with the ferries of Vessa costs nine euros at the post office.",
        "Bats were seen in the masts of the ferries of Vessa by two biologists.",
    )
    page = source(1, "Ferries of Vessa\n" + "\n".join(facts)).model_copy(
        update={"published": date(2026, 5, 1)}
    )
    asked = "What of the ferries of Vessa, who likes them, and why are they loved?"
    assert (await _answers(asked, [page])).wants_overview


@pytest.mark.parametrize(("factor", "is_denied"), [(1.5, False), (10.0, True)])
async def test_what_may_be_answered_is_not_denied_and_the_rest_is_wanted(
    factor: float, *, is_denied: bool
) -> None:
    asked = "How much did the new ferry to Nordholm cost?"
    (part,) = (await _answers(asked)).parts
    strict = replace(fitted_model(), not_found_below=factor * part.probability)
    found = await _answers(asked, model=strict)
    assert found.is_silent
    assert found.is_denied == is_denied
    assert found.parts[0].may_answer == found.wants_overview == (not is_denied)


@pytest.mark.parametrize(
    ("asked", "may_answer"),
    [
        ("How much did the new battery ferry to Nordholm cost?", False),
        ("I'd love to know what our county forked out for that quiet electric ship?", True),
        ("I'd love to know what our county forked out for the ship of 2031?", False),
        ("Why is the new battery ferry to Nordholm quiet?", True),
        ("Why is the new battery ferry to Nordholm of 2031 quiet?", False),
        ("Zymurgy xylophone quokka?", False),
    ],
)
async def test_only_an_exact_part_in_words_of_the_sources_is_denied(
    asked: str, *, may_answer: bool
) -> None:
    denying = replace(fitted_model(), not_found_below=100.0)
    (part,) = (await _answers(asked, model=denying)).parts
    assert part.may_answer is may_answer
