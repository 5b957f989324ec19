"""Where sources seem to differ: a subject once, the surest first, and only what says enough."""

from research.domain.claim import Disagreement
from research.stages.compare.compare import MAX_SHOWN, differing
from tests.unit.stages.sources import source


def run(*texts: str) -> tuple[Disagreement, ...]:
    return differing([source(number, text) for number, text in enumerate(texts, start=1)])


OWNER = "The Vessa Ferry Company paid 24 million euros for the new battery ferry to Nordholm."
CRITIC = "The Vessa Ferry Company paid 31 million euros for the new battery ferry to Nordholm."


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
