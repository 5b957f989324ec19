"""Which charts a report shows: those near its question, few, and none twice."""

from research.domain.analysis.figures import FigureChart
from research.stages.analyse.figures.comparable import (
    MAX_CHARTS,
    MAX_OF_SOURCE,
    comparable_figures,
)
from research.stages.analyse.material import reported_sentences
from tests.unit.stages.analyse.pages import page

CREWS = "Ship | Crew\nTern | 14\nGull | 19\nAuk | 9"
RAIN = "City | Rain\nBath | 90 mm\nHull | 70 mm\nOslo | 80 mm"
SEATS = "Hall | Seats\nOdeon | 900\nScala | 700\nApollo | 800"
POLL = "The poll on the ferry put Labour on 30%, the Greens on 12% and the Liberals on 15%."


def found(query: str, *texts: str, topics: tuple[str, ...] = ()) -> list[FigureChart]:
    sources = [page(number, f"Notes\n{text}") for number, text in enumerate(texts, start=1)]
    return comparable_figures(query, topics, sources, reported_sentences(sources))


def test_what_the_question_asks_comes_first_and_what_nobody_asks_does_not_come() -> None:
    charts = found("How large is the crew of a ferry?", RAIN, POLL, CREWS)
    assert [one.measure for one in charts] == ["Crew by ship", POLL]


def test_what_has_a_word_of_the_topics_comes_after() -> None:
    charts = found("How large is a crew?", RAIN, CREWS, topics=("rain",))
    assert [one.measure for one in charts] == ["Crew by ship", "Rain by city"]


def test_what_several_sources_tell_is_one_chart() -> None:
    told = [
        f"The {name} ferry costs ${n} million." for n, name in enumerate(("Tern", "Gull", "Auk"))
    ]
    (chart,) = found("What does a ferry cost?", *told)
    assert [one.citation.source for one in chart.figures] == [1, 2, 3]


def test_a_copy_of_a_table_is_not_shown_again() -> None:
    assert len(found("How large is a crew?", CREWS, CREWS)) == 1


def test_there_are_few_in_all_and_fewer_of_one_source() -> None:
    many = [CREWS.replace("14", str(20 + n)).replace("Tern", f"Tern {n}") for n in range(9)]
    assert len(found("How large is a crew?", *many)) == MAX_CHARTS
    assert len(found("How large is a crew?", "\nand\n".join(many))) == MAX_OF_SOURCE


def test_sources_without_figures_have_none() -> None:
    assert found("How large is a crew?", "Nobody counted them.") == []
    assert found("How large is a crew?") == []
