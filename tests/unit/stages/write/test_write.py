"""Writing without a model: what is said, in how many words, and with which quotes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from research.domain.claim import AnswerStatus, Claim, Draft, PartAnswer
from research.domain.errors import NothingFoundError
from research.domain.passage import Evidence, Selection
from research.domain.question import QuestionKind
from research.domain.source import Source
from research.stages.index.index import passages_of
from research.stages.write.sentence_choice import cover, term_worth, weigh
from research.stages.write.worth import Nearness
from research.stages.write.write import cite, write
from research.text.source_sentences import Sentence, candidate_sentences
from research.text.terms import terms, word_count
from tests.fakes.embedder import FakeEmbedder
from tests.unit.stages.sources import COUNCIL, HARBOUR, REPRINT, ferry_sources, question, source

QUERY = "What does the battery ferry to Nordholm cost?"
RELEVANCE = {1: 1.0, 3: 0.9, 4: 0.8}


def selection(sources: tuple[Source, ...], *texts: str, **kinds: QuestionKind) -> Selection:
    passages = tuple(p for s in sources if s.id in RELEVANCE for p in passages_of(s))
    asked = [question(text) for text in texts or (QUERY,)]
    asked += [question(text, kind) for text, kind in kinds.items()]
    return Selection(
        relevance={s.id: RELEVANCE[s.id] for s in sources if s.id in RELEVANCE},
        evidence=tuple(Evidence(question=q, passages=passages) for q in asked),
    )


async def run(
    sources: tuple[Source, ...], *texts: str, max_words: int = 200, **kinds: QuestionKind
) -> Draft:
    return await write(
        QUERY,
        selection(sources, *texts, **kinds),
        sources,
        max_words=max_words,
        embedder=FakeEmbedder(),
        progress=lambda _: None,
    )


async def test_what_is_sure_to_answer_is_said_rather_than_what_is_not() -> None:
    sources = ferry_sources()
    chosen = selection(sources)
    every = candidate_sentences(chosen, sources)
    last = claims_of(await run(sources))[-1].citations[0]
    (sure,) = [one for one in every if one.key == (last.source, last.start)]
    draft = await write(
        QUERY,
        chosen,
        sources,
        max_words=sure.words,
        embedder=FakeEmbedder(),
        progress=lambda _: None,
        answering={one.key: float(one is sure) for one in every},
    )
    places = [(c.source, c.start) for claim in claims_of(draft) for c in claim.citations[:1]]
    assert places == [sure.key]


async def test_what_the_answer_says_is_not_said_again() -> None:
    sources = ferry_sources()
    first = claims_of(await run(sources))[0]
    part = PartAnswer(part=QUERY, status=AnswerStatus.ANSWERED, claims=(first,))
    draft = await write(
        QUERY,
        selection(sources),
        sources,
        max_words=60,
        embedder=FakeEmbedder(),
        progress=lambda _: None,
        answer=(part,),
    )
    assert draft.answer == (part,)
    places = [(c.source, c.start) for claim in claims_of(draft) for c in claim.citations[:1]]
    assert (first.citations[0].source, first.citations[0].start) not in places
    assert sum(word_count(claim.text) for claim in draft.claims) <= 60


def claims_of(draft: Draft) -> list[Claim]:
    return [*draft.key_findings, *(c for section in draft.sections for c in section.claims)]


def sentences(*texts: str) -> list[Sentence]:
    sources = tuple(source(n, f"Heading\n{text}") for n, text in enumerate(texts, start=1))
    evidence = tuple(
        Evidence(question=question("x"), passages=tuple(passages_of(s))) for s in sources
    )
    return candidate_sentences(
        Selection(relevance={s.id: 1.0 for s in sources}, evidence=evidence), sources
    )


async def test_every_claim_is_quoted_from_where_it_says() -> None:
    sources = ferry_sources()
    texts = {s.id: s.text for s in sources}
    claims = claims_of(await run(sources))
    assert len(claims) >= 3
    for claim in claims:
        first, *others = claim.citations
        assert claim.text[1:] == first.quote[1:]
        assert all(c.of(texts[c.source]) == c.quote for c in claim.citations)
        assert first.source not in {other.source for other in others}


async def test_nothing_is_said_twice_and_nothing_empty() -> None:
    said = [claim.text for claim in claims_of(await run(ferry_sources()))]
    assert len(said) == len(set(said))
    assert not any("Subscribe" in text for text in said)
    assert said[0] != ""


@pytest.mark.parametrize("max_words", [30, 60, 120])
async def test_no_more_words_than_asked(max_words: int) -> None:
    day = date(2025, 5, 1)
    sources = tuple(one.model_copy(update={"published": day}) for one in ferry_sources())
    draft = await run(sources, max_words=max_words)
    words = sum(word_count(claim.text) for claim in claims_of(draft))
    assert max_words / 2 < words <= max_words


async def test_several_sources_are_drawn_on() -> None:
    cited_sources = {c.citations[0].source for c in claims_of(await run(ferry_sources()))}
    assert {1, 3} <= cited_sources


async def test_sentences_stand_under_the_question_they_answer() -> None:
    draft = await run(
        ferry_sources(),
        "How much diesel does the ferry save, and how many passengers use it?",
        "What did the engineer say of the engine room, and when is it charged?",
    )
    place = {claim.text: section.question for section in draft.sections for claim in section.claims}
    quiet = next((p for text, p in place.items() if "quietest" in text), "engineer in findings")
    assert "engineer" in quiet


async def test_no_room_for_any_sentence_is_an_error() -> None:
    with pytest.raises(NothingFoundError, match="no sentence"):
        await run(ferry_sources(), max_words=3)


def test_datelines_and_connectives_are_left_out_of_the_quote() -> None:
    found = sentences(
        "HALLMOUTH, Vessa (VNA) — The council paid for the quay in Nordholm in May.",
        "However, the quay in Nordholm cost three million euros more than planned.",
        "But the quay in Nordholm cost three million euros more than planned.",
        "Butter was carried on the quay in Nordholm for over three hundred years.",
        "Old Hallmouth (Vessa Post)The council paid for the quay in Nordholm in May.",
        "Yet the council paid for the quay in Nordholm in May.",
        "(VNA)The council paid for the quay in Nordholm in May.",
        "Hallmouth – The council paid for the quay in Nordholm in May, and for more.",
        "Old Hallmouth, VE – The council paid for the quay in Nordholm in May, and for less.",
        "Hallmouth – the council's seat – paid for the quay in Nordholm in May.",
        "(But the council paid for the quay in Nordholm in May.)",
    )
    first = [*("The",) * 3, "Butter", *("The",) * 5, "Hallmouth", "The"]
    assert [s.text.split()[0] for s in found] == first
    assert found[-1].text == "The council paid for the quay in Nordholm in May."
    assert found[1].text == "The quay in Nordholm cost three million euros more than planned."


def test_another_source_supports_what_it_also_says_and_nothing_else() -> None:
    claim, same, other_number, other_name, other = sentences(
        "The battery ferry to Nordholm cost 24 million euros, said Ragna Holt.",
        "Ragna Holt said that the battery ferry to Nordholm had cost 24 million euros in all.",
        "The battery ferry to Nordholm cost 29 million euros, said Ragna Holt.",
        "The battery ferry to Nordholm cost 24 million euros, said Jens Holt.",
        "The old diesel ferry was sold to an island in the south.",
    )
    texts = {s.source: f"Heading\n{s.text}" for s in (claim, same, other_number, other_name, other)}
    publishers = {number: frozenset((f"site-{number}.example",)) for number in texts}
    made = cite(claim, [claim, same, other_number, other_name, other], texts, publishers)
    assert [c.source for c in made.citations] == [1, 2]


def test_what_several_sources_say_is_worth_more() -> None:
    sources = (source(1, HARBOUR), source(3, COUNCIL), source(4, REPRINT))
    others = [source(9 + n, f"Apples, pears and the number {n}") for n in range(6)]
    every = (*sources, *others)
    worth = term_worth(every, RELEVANCE, {one.id: terms(one.text) for one in every})
    assert worth["batteri"] > worth["transform"] > 0
    assert worth["310000"] > worth["heard"]
    assert "appl" not in worth


def test_the_second_time_counts_little() -> None:
    first, again, new = sentences(
        "The battery ferry to Nordholm cost 24 million euros in all.",
        "The battery ferry to Nordholm cost about 24 million euros in the end.",
        "The county expects three hundred thousand passengers a year.",
    )
    worth = dict.fromkeys(first.terms | again.terms | new.terms, 1.0)
    weighed = [weigh(s, Nearness(1.0, 1.0, 0.0), 1.0, 1.0) for s in (first, again, new)]
    chosen = cover(weighed, worth, max_words=20)
    assert again not in [found.sentence for found in chosen] or len(chosen) == 1
    assert {found.sentence for found in chosen} == {first, new}


def test_a_sentence_with_what_leans_on_it_takes_its_place_where_there_is_room() -> None:
    (first,) = sentences("The battery ferry to Nordholm cost 24 million euros in all.")
    longer = replace(first, terms=first.terms | {"trial"}, words=first.words + 5, brings=((1, 99),))
    worth = dict.fromkeys(longer.terms, 1.0)
    weighed = [weigh(one, Nearness(1.0, 1.0, 0.0), 1.0, 1.0) for one in (first, longer)]
    for words, expected in ((first.words, first), (longer.words, longer)):
        assert [one.sentence for one in cover(weighed, worth, max_words=words)] == [expected]


@settings(max_examples=50)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=4), st.integers(1, 80))
async def test_any_texts_make_a_draft_that_can_be_checked_or_none(
    texts: list[str], max_words: int
) -> None:
    fillers = "The ferry to Nordholm sails at nine and returns at noon on most days. "
    sources = tuple(source(n, fillers + t) for n, t in zip((1, 3, 4, 5), texts, strict=False))
    try:
        draft = await run(sources, max_words=max_words)
    except NothingFoundError:
        return
    kept = {s.id: s.text for s in sources}
    claims = claims_of(draft)
    assert sum(word_count(claim.text) for claim in claims) <= max_words
    assert all(c.of(kept[c.source]) == c.quote for claim in claims for c in claim.citations)


def test_a_mark_of_a_list_is_no_part_of_a_quote() -> None:
    found = sentences(
        "- The harbour of Vessa opened again in March.\n"
        "\\- The quay of Nordholm was repaired for a million.\n"
        "• Per Aune leads the ferry line since last May."
    )
    assert [one.text[:8] for one in found] == ["The harb", "The quay", "Per Aune"]


async def test_what_leans_on_something_not_introduced_is_not_printed() -> None:
    lines = [
        "The ferry Holmen of Nordholm runs on a battery since May.",
        "The wings cost 1.9 million euros each for the battery ferry to Nordholm.",
        "A motor ship of her size cost 12 million with a battery in Nordholm.",
        "Nordholm paid 31 million euros for the battery ferry in 2024.",
        "Vessa, the county of the ferry, gave Nordholm a loan of 4 million.",
    ]
    found = await run((source(1, "\n".join(["The battery ferry", *lines])),))
    assert found.key_findings
    printed = {claim.text for claim in claims_of(found)}
    assert not printed & {lines[1], lines[2]}
    assert {lines[0], lines[3], lines[4]} <= printed
