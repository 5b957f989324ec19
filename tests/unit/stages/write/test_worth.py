"""What a reader wants of a report's sentences."""

from dataclasses import replace
from math import isnan

from hypothesis import given
from hypothesis import strategies as st

from research.stages.write.worth import (
    Nearness,
    Topic,
    features,
    fitted_model,
    usual_gain,
    wanted,
)
from research.text.source_sentences import Sentence, sentences_of
from research.text.terms import terms
from tests.unit.stages.sources import source

NEAR = Nearness(own=0.4, around=0.4, asked=0.5)


def read(*texts: str) -> tuple[list[Sentence], Topic]:
    """The sentences of one source that has `texts`, and the topic of it and of a second."""
    sources = (source(1, " ".join(texts)), source(2, "The quay of Nordholm has a transformer."))
    documents = {one.id: terms(one.text) for one in sources}
    return list(sentences_of(sources[0])), Topic.of(documents, {1: 1.0, 2: 0.9})


def test_what_other_sources_speak_of_is_wanted_rather_than_an_aside() -> None:
    sentences, topic = read(
        "The quay of Nordholm gets a transformer for 3 million euros this summer.",
        "Ah, the song of the sirens sounds in every old sailor's ears on such evenings!",
    )
    fact, aside = wanted(sentences, [NEAR, NEAR], [1.0, 1.0], topic)
    assert fact > aside
    assert 0 <= aside <= fact <= 1


def test_what_is_near_the_query_and_says_much_is_wanted_rather_than_what_is_not() -> None:
    (sentence,), topic = read("The ferry of Nordholm sails at nine on most days of the year.")
    far = Nearness(own=0.0, around=0.0, asked=0.0)
    near, off = wanted([sentence, sentence], [NEAR, far], [2.0, 0.5], topic)
    assert near > off


def test_what_answers_the_query_is_wanted_rather_than_what_does_not() -> None:
    (sentence,), topic = read("The ferry of Nordholm sails at nine on most days of the year.")
    judged = [replace(NEAR, answers=share) for share in (0.6, 0.01, 0.0)]
    sure, unsure, never = wanted([sentence] * 3, judged, [1.0] * 3, topic)
    assert sure > unsure > never


def test_where_nobody_judged_what_answers_that_tells_nothing() -> None:
    (sentence,), topic = read("The ferry of Nordholm sails at nine on most days of the year.")
    known, unknown = (
        features(sentence, one, 1.0, topic) for one in (replace(NEAR, answers=0.5), NEAR)
    )
    assert isnan(unknown.pop("answers"))
    mean = fitted_model().means["answers"]
    assert fitted_model().score({**known, "answers": mean}) == fitted_model().score(unknown)


def test_nothing_to_choose_from_is_no_error() -> None:
    _, topic = read("The ferry sails at nine on most days.")
    assert wanted([], [], [], topic) == []
    assert usual_gain([]) == usual_gain([0.0]) == 1.0


@given(st.text(max_size=300), st.floats(-1, 1), st.floats(0, 1e6))
def test_any_sentence_has_a_probability(text: str, cosine: float, gain: float) -> None:
    sentences, topic = read("The ferry to Nordholm sails at nine on most days.", text)
    near = [Nearness(cosine, cosine, 0.0)] * len(sentences)
    found = wanted(sentences, near, [gain] * len(sentences), topic)
    assert all(0 <= probability <= 1 for probability in found)
