"""Contradictions are found where they are and nowhere else; what is shown of them says enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.claim import Citation, Claim, Disagreement
from research.stages.compare.compare import (
    MAX_SHOWN,
    MAX_STATEMENTS,
    compare,
    find_disagreements,
    untold,
)
from tests.unit.stages.sources import source
from tests.unit.stages.verify.claim_pairs import PAIRS


def run(*texts: str) -> tuple[Disagreement, ...]:
    return compare([source(number, text) for number, text in enumerate(texts, start=1)])


OWNER = "The Vessa Ferry Company paid 24 million euros for the new battery ferry to Nordholm."
CRITIC = "The Vessa Ferry Company paid 31 million euros for the new battery ferry to Nordholm."


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("One source says 24 million euros, the other 31 million.", True),
        ("One source says 24 million euros, the other more.", False),
        ("What it cost is disputed.", False),
    ],
)
def test_what_a_claim_tells_of_both_figures_of_both_sources_is_not_told_again(
    text: str, *, is_told: bool
) -> None:
    (one,) = run(OWNER, CRITIC)
    elsewhere = tuple(Citation(source=n, quote="x", start=9_000, end=9_001) for n in (1, 2))
    assert untold([one], [Claim(text=text, citations=elsewhere)]) == ([] if is_told else [one])
    assert untold([one], [Claim(text=text, citations=elsewhere[:1])]) == [one]
    assert untold([one], [Claim(text="It is disputed.", citations=one.citations)]) == []


def test_two_figures_for_the_same_are_shown_with_both_quotes() -> None:
    (one,) = run(OWNER, CRITIC)
    assert [citation.quote for citation in one.citations] == [OWNER, CRITIC]
    assert [citation.source for citation in one.citations] == [1, 2]


def test_the_same_figure_or_another_subject_is_no_difference() -> None:
    assert run(OWNER, OWNER.replace("new ", "")) == ()
    other = "The county of Vessa planted 31 million bulbs along the road to the airport last year."
    assert run(OWNER, other) == ()


def test_a_subject_is_shown_once_and_no_more_than_a_few_in_all() -> None:
    third = OWNER.replace("24", "27")
    assert len(run(OWNER, CRITIC, third)) == 1
    places = ("Aarvik", "Bremsund", "Cortholm", "Dalby", "Enghavn", "Fjellby", "Gravdal")
    many = [
        "\n".join(OWNER.replace("Nordholm", p).replace("24", str(n + i))
                  for i, p in enumerate(places))
        for n in (20, 40)
    ]  # fmt: skip
    assert len(run(*many)) <= MAX_SHOWN


def said(*sentences: str) -> list[Citation]:
    """Each sentence as that of a source of its own."""
    return [
        Citation(source=number, quote=sentence, start=0, end=len(sentence))
        for number, sentence in enumerate(sentences, start=1)
    ]


BESIDE = [
    "The harbour of Vessa was dredged last winter by a Dutch firm.",
    "Opponents of the quay met in the town hall.",
    "Ragna Holt has been the ferry's engineer since the spring.",
]

OTHERWISE = [
    (
        "The ferry to Nordholm cost 24 million euros.",
        "The Nordholm ferry cost €31 million to build.",
    ),
    (
        "The Vessa ferry carried 310,000 passengers in 2026.",
        "In 2026, 250,000 passengers took the Vessa ferry.",
    ),
    (
        "The Nordholm ferry will start in May 2026.",
        "The ferry to Nordholm will not start before September 2026.",
    ),
    ("The Nordholm ferry uses 35% less fuel.", "Fuel use of the Nordholm ferry fell by 22%."),
    (
        "The council of Vessa approved the loan for the ferry.",
        "The council of Vessa rejected the loan for the ferry.",
    ),
    (
        "The Vessa council has not paid the yard for the ferry.",
        "The Vessa council has paid the yard for the ferry.",
    ),
]
ALIKE = [
    ("The ferry to Nordholm cost 24 million euros.", "The Nordholm ferry cost €24m to build."),
    (
        "The ferry to Nordholm cost about 24 million euros.",
        "The Nordholm ferry cost €23.8 million.",
    ),
    ("The Nordholm ferry starts in May 2026.", "The ferry to Nordholm starts on 4 May 2026."),
    (
        "The ferry to Nordholm cost 24 million euros in 2024.",
        "The ferry to Nordholm cost 9 million euros in 1987.",
    ),
    ("The ferry to Nordholm cost 24 million euros.", "The ferry to Osterby cost 31 million euros."),
    ("The ferry cost 24 million euros.", "The ferry cost 31 million euros."),
    ("The Nordholm ferry carries 120 cars.", "The Nordholm ferry carries 400 passengers."),
    ("The Nordholm ferry is 90 metres long.", "The Nordholm ferry crosses 6,000 metres of water."),
    (
        "The Nordholm ferry cost €31 million, not the €24 million the council gave.",
        "The cost of the Nordholm ferry was €31 million.",
    ),
    (
        "On this crossing the Nordholm ferry burned 44 tonnes of fuel.",
        "The Nordholm ferry burned 71 tonnes of fuel on her first crossing.",
    ),
    (
        "The council of Vessa did not reject the loan for the ferry.",
        "The council of Vessa approved the loan for the ferry.",
    ),
]


@pytest.mark.parametrize(("one", "other"), OTHERWISE)
def test_another_number_date_or_a_not_is_found_among_other_sentences(one: str, other: str) -> None:
    statements = said(one, *BESIDE, other)
    found = find_disagreements(statements)
    assert [disagreement.citations for disagreement in found] == [(statements[0], statements[-1])]
    assert set(found[0].subject.split()) <= set(one.rstrip(".").split())
    assert found[0].subject


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_agrees_or_is_of_something_else_is_none(one: str, other: str) -> None:
    assert find_disagreements(said(one, *BESIDE, other)) == []


def test_a_source_does_not_disagree_with_itself() -> None:
    one, other = said(*OTHERWISE[0])
    assert find_disagreements([one, other.model_copy(update={"source": one.source})]) == []


def test_a_sentence_disagrees_once_with_each_source() -> None:
    again = "The Nordholm ferry, at a price of €31 million, was costly to build."
    one, other, more = said(*OTHERWISE[0], again)
    found = find_disagreements([one, other, more.model_copy(update={"source": other.source})])
    assert len(found) == 1


@given(st.lists(st.sampled_from(sorted({pair.quote for pair in PAIRS})), max_size=12, unique=True))
def test_sentences_about_different_things_never_disagree(sentences: list[str]) -> None:
    assert find_disagreements(said(*sentences)) == []


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_text_can_be_compared(sentences: list[str]) -> None:
    for disagreement in find_disagreements(said(*sentences)):
        one, other = disagreement.citations
        assert one.source != other.source


def test_sentences_beyond_the_limit_are_not_compared() -> None:
    pair = OTHERWISE[0]
    dull = ["Opponents of the quay met in the town hall."] * (MAX_STATEMENTS - 1)
    assert len(find_disagreements(said(pair[0], *dull[1:], pair[1]))) == 1
    assert find_disagreements(said(pair[0], *dull, pair[1])) == []
