"""Which questions have the same evidence, and how many sections it is enough for."""

import pytest

from research.domain.passage import Passage
from research.domain.source import Source
from research.stages.select.shared_evidence import WORDS_READ_PER_SECTION, share_evidence
from tests.unit.stages.sources import source


def article(number: int, words: int) -> Source:
    return source(number, " ".join(f"word{place}" for place in range(words)))


def part(of: Source, start: float = 0, end: float = 1) -> tuple[Passage, ...]:
    """What stands in `of` between two shares of its text."""
    first, last = (round(share * len(of.text)) for share in (start, end))
    text = of.text[first:last]
    return (Passage(id=f"{of.id}-{first}", source=of.id, start=first, end=last, text=text),)


@pytest.mark.parametrize(
    ("sections", "questions", "groups"),
    [
        (0.5, 4, [[0, 1, 2, 3]]),
        (1, 3, [[0, 1, 2]]),
        (2, 4, [[0, 1], [2, 3]]),
        (2, 5, [[0, 1], [2, 3, 4]]),
        (3, 4, [[0], [1], [2, 3]]),
        (9, 4, [[0], [1], [2], [3]]),
    ],
)
def test_one_article_makes_as_many_sections_as_it_has_words_for(
    sections: float, questions: int, groups: list[list[int]]
) -> None:
    only = article(1, round(sections * WORDS_READ_PER_SECTION))
    assert share_evidence([part(only)] * questions, {1: only}) == groups


def test_questions_of_other_evidence_keep_their_sections() -> None:
    sources = {number: article(number, 100) for number in (1, 2)}
    packs = [part(sources[1]), part(sources[2]), part(sources[1]), ()]
    assert share_evidence(packs, sources) == [[0, 2], [1], [3]]


@pytest.mark.parametrize(("second", "groups"), [((0.05, 0.5), [[0, 1]]), ((0.3, 0.8), [[0], [1]])])
def test_packs_are_the_same_by_what_most_of_the_smaller_one_is(
    second: tuple[float, float], groups: list[list[int]]
) -> None:
    only = article(1, 200)
    assert share_evidence([part(only, 0, 0.5), part(only, *second)], {1: only}) == groups


def test_a_pack_joins_those_that_it_has_in_common() -> None:
    only = article(1, 200)
    packs = [part(only, 0, 0.4), part(only, 0.6, 1), part(only)]
    assert share_evidence(packs, {1: only}) == [[0, 1, 2]]
