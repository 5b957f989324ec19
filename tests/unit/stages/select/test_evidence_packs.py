"""What a model writes from: whole paragraphs of several sources, with what they lean on."""

from collections.abc import Mapping, Sequence

from research.domain.passage import Evidence, Passage, Selection
from research.domain.source import Source
from research.stages.index.index import passages_of
from research.stages.select.select import pack_evidence, unite_packs, whole_pages
from tests.unit.stages.sources import question, source

OPENING = "The harbour of Lund was dredged in 2019, and the county paid for all of it."
SAID = (
    "She told the council that the silt came back within two winters. “We paid once. We will not "
    "pay again,” said the treasurer of the county, who asked for 4 million crowns."
)
OTHER = "Boats are sold on the quay every Sunday, as they were a hundred years ago in Lund."
PAGE = "\n".join(("Lund dredged again", OPENING, SAID, "Trade on the quay", OTHER))


def pack(
    *sources: Source, best: str = "", max_tokens: int = 1_500, asks: str = "What did it cost?"
) -> tuple[Passage, ...]:
    """What is packed where passages rank in their order, those that have `best` first."""
    passages = [passage for one in sources for passage in passages_of(one)]
    passages.sort(key=lambda passage: best not in passage.text)
    (found,) = pack_all(
        [Evidence(question=question(asks), passages=tuple(passages))], sources, max_tokens
    )
    return found


def pack_all(
    evidence: Sequence[Evidence],
    sources: Sequence[Source],
    max_tokens: int = 1_500,
    query: str = "",
    relevance: Mapping[int, float] | None = None,
) -> list[tuple[Passage, ...]]:
    relevance = relevance or {one.id: 1.0 for one in sources}
    selection = Selection(relevance=relevance, evidence=tuple(evidence))
    return pack_evidence(query, selection, {one.id: one for one in sources}, max_tokens)


def part_of(page: Source, words: str) -> Passage:
    start = page.text.index(words)
    return Passage(id=words, source=page.id, start=start, end=start + len(words), text=words)


def packed(page: Source, words: str) -> str:
    evidence = Evidence(question=question("What?"), passages=(part_of(page, words),))
    ((found,),) = pack_all([evidence], [page])
    assert found.text == page.text[found.start : found.end]
    return found.text


def test_a_paragraph_comes_whole_and_with_the_one_that_it_leans_on() -> None:
    assert packed(source(1, PAGE), "We will not pay again,” said the treasurer") == (
        f"{OPENING}\n{SAID}"
    )


def test_a_paragraph_that_stands_alone_comes_with_its_heading_and_not_with_its_neighbours() -> None:
    assert packed(source(1, PAGE), "sold on the quay") == f"Trade on the quay\n{OTHER}"


def test_of_a_page_without_paragraphs_no_sentence_and_no_quotation_is_cut() -> None:
    filler = " ".join(f"Crane number {n} lifted a boat out of the harbour." for n in range(60))
    text = packed(source(1, f"{filler} {SAID} {filler}"), "“We paid once.")
    assert text == SAID[SAID.index("“We paid") :]


def test_of_a_paragraph_without_end_no_more_than_a_sentence_is_leant_on() -> None:
    endless = ("silt and boats " * 2_000).strip()
    assert packed(source(1, f"{endless}\n{SAID}"), "We will not pay again") == SAID
    last = "It was dredged by Ragna Holt."
    assert packed(source(1, f"{endless}. {last}\n{SAID}"), "We will not") == f"{last}\n{SAID}"


def test_no_source_takes_the_place_of_the_others() -> None:
    facts = "\n".join(
        f"Crane number {n} lifted four hundred tonnes of silt out of the harbour in a year, and "
        f"its crew of {n + 3} was paid by the county for that."
        for n in range(60)
    )
    sources = [source(1, facts), *(source(n, f"{OPENING} It took {n} weeks.") for n in (2, 3, 4))]
    found = pack(*sources, max_tokens=1_000)
    assert {passage.source for passage in found} == {1, 2, 3, 4}
    size = sum(len(passage.text) for passage in found)
    assert 3_000 < size <= 4_000


def test_what_one_source_alone_says_fills_the_pack() -> None:
    facts = "\n".join(f"Crane number {n} lifted a boat out of the harbour." for n in range(400))
    assert sum(len(passage.text) for passage in pack(source(1, facts), max_tokens=1_000)) > 3_000


def test_the_best_is_there_even_where_it_is_too_long() -> None:
    (found,) = pack(source(1, PAGE), best="dredged", max_tokens=10)
    assert OPENING in found.text


def test_no_stretch_of_a_source_is_shown_twice() -> None:
    page = source(1, PAGE)
    passages = (part_of(page, "treasurer"), part_of(page, "dredged in 2019"), part_of(page, "silt"))
    evidence = Evidence(question=question("What?"), passages=passages)
    (found,) = pack_all([evidence], [page])
    assert [passage.text for passage in found] == [f"{OPENING}\n{SAID}"]


def test_the_best_source_has_the_most_of_a_pack() -> None:
    facts = "\n".join(
        f"Crane number {n} lifted four hundred tonnes of silt out of the harbour in a year, and "
        f"its crew of {n + 3} was paid by the county for that."
        for n in range(60)
    )
    others = [source(n, facts.replace("Crane", f"Digger {n}")) for n in range(2, 7)]
    found = pack(source(1, facts), *others, max_tokens=1_500)
    sizes = {n: sum(len(one.text) for one in found if one.source == n) for n in range(1, 7)}
    assert max(sizes, key=lambda number: sizes[number]) == 1
    assert min(sizes[n] for n in (1, 2, 3, 4)) > 100


def test_what_a_page_says_again_and_again_leaves_room_for_what_it_says_once() -> None:
    endless = "silt in the harbour of Lund, paid by the county " * 400
    found = pack(source(1, f"{endless}\n{OPENING}"), best="silt", max_tokens=1_000)
    assert any(OPENING in passage.text for passage in found)


def facts_of(number: int, words: str) -> Source:
    """A page of forty facts on `words`, long enough that a small pack holds a few alone."""
    lines = (
        f"The {words} number {n} of Lund {'was paid for by the county ' * 6}." for n in range(40)
    )
    return source(number, "\n".join(lines))


def test_two_questions_with_the_same_passages_are_shown_different_ones_together() -> None:
    page = facts_of(1, "crane")
    passages = tuple(passages_of(page))
    evidence = [
        Evidence(question=question("Who paid?"), passages=passages),
        Evidence(question=question("What for?"), passages=passages[1::2] + passages[::2]),
    ]
    packs = pack_all(evidence, [page], max_tokens=400)
    first, second = ({n for one in pack for n in range(one.start, one.end)} for pack in packs)
    assert len(first & second) < len(first) / 2


def test_what_is_best_for_two_questions_is_shown_to_both() -> None:
    pages = [facts_of(1, "crane"), facts_of(2, "quay")]
    best = part_of(pages[1], "The quay number 7")
    others = passages_of(pages[0])
    evidence = [
        Evidence(question=question(asks), passages=(best, *others)) for asks in ("Who?", "When?")
    ]
    for pack in pack_all(evidence, pages, max_tokens=400):
        assert any("quay number 7" in passage.text for passage in pack)


def test_each_source_about_the_query_is_shown_where_it_ranks_best() -> None:
    pages = [facts_of(n, f"thing {n}") for n in range(1, 9)]
    firsts = tuple(next(iter(passages_of(page))) for page in pages)
    evidence = [
        Evidence(question=question("Who?"), passages=firsts),
        Evidence(question=question("When?"), passages=firsts[::-1]),
    ]
    packs = pack_all(evidence, pages, max_tokens=400)
    assert {passage.source for pack in packs for passage in pack} == set(range(1, 9))


def test_packs_together_show_everything_once_in_the_order_of_texts() -> None:
    pages = {1: source(1, PAGE), 2: source(2, f"Another page\n{OTHER} It rains there.")}
    first, second = part_of(pages[1], OTHER), part_of(pages[2], OTHER)
    longer = part_of(pages[1], f"Trade on the quay\n{OTHER}")
    united = unite_packs([(first, second), (), (longer, part_of(pages[1], OPENING))], pages)
    assert [one.source for one in united] == [1, 2]
    assert united[0].text == PAGE.partition("\n")[2]  # what stands between is short
    assert united[1].text == OTHER
    assert unite_packs([(), ()], pages) == ()


ITEMS = (
    "Five things to know today",
    "The battery ferry of Vessa is sold, and its new owner takes the keys in the month of May.",
    "He paid for it with money that he had borrowed from his brother in the north.",
    "A game about dragons was shown to three thousand guests in the opera house.",
    "The bank of Moen lends its clients money against their houses and gardens.",
    "Two bakers of Tveit won the prize for the best rye bread of the whole year.",
    "A school of Tveit burned, and its pupils are taught in the town hall for now.",
)


def test_of_a_round_up_the_items_on_other_things_are_left_out() -> None:
    page = source(1, "\n".join(ITEMS)).model_copy(update={"title": ITEMS[0]})
    evidence = Evidence(question=question("Who has it now?"), passages=tuple(passages_of(page)))
    ((found,),) = pack_all([evidence], [page], query="Who bought the battery ferry?")
    assert found.text == "\n".join(ITEMS[1:3])
    listed = source(1, "\n".join(f"- {item}" for item in ITEMS)).model_copy(
        update={"title": ITEMS[0]}
    )
    own = Evidence(question=question("Who has it now?"), passages=tuple(passages_of(listed)))
    ((item,),) = pack_all([own], [listed], query="Who bought the battery ferry?")
    assert item.text == f"- {ITEMS[1]}"
    ((whole,),) = pack_all([evidence], [page], query="What happened today?")
    assert whole.text.endswith(ITEMS[-1])


def test_a_page_that_is_mostly_shown_is_shown_whole() -> None:
    reviews = (
        "Reviews of the Vaksi ferry are in.",
        "It is quiet, said the Harbour Post, and as quick as the old one on every crossing.",
        "It is dear, said the Lund Herald, for a ticket costs twice what it did last year.",
        "Nobody should buy a season ticket yet, was the verdict of the Vessa Weekly.",
    )
    page = source(1, "\n".join(reviews))
    mostly, less = ([part_of(page, line) for line in reviews[:count]] for count in (3, 2))
    assert [one.text for one in whole_pages("Vaksi ferry", mostly, {1: page})] == [page.text]
    assert whole_pages("Vaksi ferry", less, {1: page}) == tuple(less)


def test_a_round_up_is_not_shown_whole_for_one_of_its_items() -> None:
    items = [f"Item {n}: the town of Number{n} opens a school for its children." for n in range(9)]
    page = source(1, "\n".join(["The week", *items, "The Vaksi ferry is late again, by a year."]))
    shown = [part_of(page, line) for line in page.text.splitlines()[2:]]
    assert whole_pages("Vaksi ferry", shown, {1: page}) == tuple(shown)


def test_only_what_is_plainly_about_the_query_has_a_place_before_better_paragraphs() -> None:
    about = source(1, "\n".join((OPENING, SAID, OTHER)))
    beside = source(2, "Gifts for people with boats\nA quay is no gift, but a model of one may be.")
    passages = (*(part_of(about, one) for one in (OPENING, SAID, OTHER)), *passages_of(beside))
    evidence = [Evidence(question=question("What?"), passages=passages)]
    for relevance, is_shown in ((0.8, True), (0.5, False)):
        (found,) = pack_all(evidence, [about, beside], 100, relevance={1: 1.0, 2: relevance})
        assert (2 in {one.source for one in found}) is is_shown
