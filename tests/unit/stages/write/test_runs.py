"""What leans on the sentence before it is quoted with it, word for word, or not at all."""

import pytest

from research.domain.passage import Evidence, Selection
from research.domain.source import Source
from research.stages.index.index import passages_of
from research.stages.write.runs import LONGEST_WORDS, runs_of
from research.text.source_sentences import Sentence, candidate_sentences
from tests.unit.stages.sources import question, source

KNOWN = frozenset({"ferri"})
ENGINEER = "Ragna Holt, the engineer of the ferry, retired in May at the age of 51."
SHE = "She says the first step was to count the batteries."
THEN = "She then had 412 of them replaced, at a cost of 9 million euros."


def runs(*texts: str) -> list[str]:
    page = source(1, "The ferry\n" + "\n".join(texts))
    every = _sentences(page)
    alone = [one for one in every if one.stands_alone(KNOWN)]
    found = runs_of(alone, every, [page], {1: KNOWN})
    for run in found:
        assert run.citation(page.text).quote in page.text
        assert len(run.brings) == len([key for key in run.brings if key[1] > run.span.start])
    return [run.text for run in found]


def _sentences(page: Source) -> list[Sentence]:
    evidence = Evidence(question=question("x"), passages=tuple(passages_of(page)))
    return candidate_sentences(Selection(relevance={1: 1.0}, evidence=(evidence,)), [page])


def test_who_she_is_was_said_just_before() -> None:
    assert runs(f"{ENGINEER} {SHE}") == [f"{ENGINEER} {SHE}"]


def test_of_three_there_are_two_runs() -> None:
    assert runs(f"{ENGINEER} {SHE} {THEN}") == [
        f"{ENGINEER} {SHE}",
        f"{ENGINEER} {SHE} {THEN}",
    ]


@pytest.mark.parametrize(
    "texts",
    [
        (ENGINEER, SHE),  # two paragraphs
        (f"{ENGINEER} We were glad when she said that it was over at last.",),
        (f"{ENGINEER} Subscribe to our newsletter to hear more of her ferry.",),
        (f"{ENGINEER} The dragons were shown to many guests in the opera house.",),  # which?
        (f"The ferry has two quays and a bridge. {SHE}",),  # nobody was named
        (f"{ENGINEER} The ferry of Vessa was sold to the council for 9 million euros.",),
    ],
)
def test_what_belongs_not_together_or_stands_alone_makes_no_run(texts: tuple[str, ...]) -> None:
    assert runs(*texts) == []


def test_a_run_is_no_longer_than_one_takes_in_at_once() -> None:
    long = "She " + "counted the batteries and " * (LONGEST_WORDS // 4) + "slept."
    assert runs(f"{ENGINEER} {long}") == []
