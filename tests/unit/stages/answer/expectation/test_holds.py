"""Whether a sentence holds the kind of thing that is asked for."""

import pytest

from research.stages.answer.expectation.holds import holds, values_in
from research.stages.answer.parts import parts_of


@pytest.mark.parametrize(
    ("told", "least"),
    [
        ("The harbour engineer Ragna Holt left.", 0.5),
        ("Pianist Ragna Holt plays.", 0.5),
        ("Last night Ragna Holt plays.", 0.0),
        ("Mrs. Ragna Holt left.", 0.0),
    ],
)
def test_a_role_before_a_name_tells_who_it_is(told: str, least: float) -> None:
    (part,) = parts_of("Who is Ragna Holt?")
    assert (holds(part, told) > least) is (least > 0)


@pytest.mark.parametrize(
    ("question", "holding", "lacking"),
    [
        ("Who runs the ferry?", "It is run by Ragna Holt of Vessa.", "It is run by the state."),
        ("How much did it cost?", "It cost 24 million euros.", "It cost more than planned."),
        ("How much did it cost?", "It cost 21.1 million crowns.", "It cost a loan of crowns."),
        ("What did the ferry cost?", "It was paid 41 million for.", "It was paid for in May."),
        ("How long is the bridge?", "It is 164 metres from end to end.", "It is of larch."),
        ("How long is the deal?", "It is for three years.", "It is for the whole of Vessa."),
        ("How long will it sail?", "It will for nine years.", "It will for 164 metres."),
        ("How much diesel is saved?", "It saves 1,400 tonnes a year.", "It saves much of it."),
        ("How many ferries run?", "There are eleven ferries.", "There are only a few of them."),
        ("How many people use it?", "It has 310,000 passengers.", "It is used by many."),
        ("When will it sail?", "It sails on 3 May 2026.", "It sails when it is ready."),
        ("When will it sail?", "It sails on 3 May.", "It sails in 2026."),
        ("How long does it charge?", "It charges for eleven minutes.", "It charges at the quay."),
        ("Where does it stop?", "It stops in Nordholm.", "It stops at each quay."),
        ("Why was it late?", "It was late because of ice.", "It was late on its first day."),
        ("Why did they rally?", "They rally because of pay.", "It closed because of the rally."),
        ("Why is the air bad?", "It stems from cold.", "Nine deaths stemmed from bad air."),
        ("Which ports want it?", "Old Vessa, Nordholm, and Calypso Bay do.", "Calypso Bay is one."),
        ("Can it cut the fare?", "It cut fares by 12%.", "It cut fares."),
        ("How did fares change?", "Fares fell to 3 euros.", "Fares are 3 euros."),
        ("What is a tide mill?", "A tide mill is a mill driven by the sea.", "A tide mill closed."),
        ("What are tide mills?", "Tide mills, a kind of mill, stand here.", "Tide mills are not."),
        ("What is VX-12?", "The VX-12 (Vessa Express) is a ferry.", "The VX-12 sails."),
        ("What did Holt say about ice?", "Holt warned of it.", "The council warned of it."),
        ("What happens next?", "It is to sail by 2027.", "It sailed in 2019."),
        ("What do I need to board it?", "It requires a ticket.", "It has a wide ramp."),
        ("Is it safe?", "It is not safe, the council found.", "Its engine stood still."),
    ],
)
def test_what_is_asked_for_is_seen(question: str, holding: str, lacking: str) -> None:
    (part,) = parts_of(question)
    assert holds(part, holding) == 1.0
    assert holds(part, lacking) < 1.0


def test_a_name_that_the_query_gives_answers_nothing() -> None:
    (part,) = parts_of("Who replaced Ragna Holt?")
    assert holds(part, "It was said that Ragna Holt was replaced.") == 0.0


def test_a_figure_alone_says_of_no_change() -> None:
    (part,) = parts_of("Can sails cut the cost?")
    assert holds(part, "The sails cost 2 million euros.") == 0.0


def test_what_something_is_called_says_less_than_what_it_is() -> None:
    (part,) = parts_of("What is a tide mill?")
    assert 0 < holds(part, "It was a mill of the kind that is called “tide mill”.") < 1


def test_a_thing_can_not_be_seen() -> None:
    (part,) = parts_of("What did the council decide?")
    assert holds(part, "The council decided 24 things on 3 May 2026.") == 0.0


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        ("How much did it cost?", "It cost 24 million euros.", ["24 million euros"]),
        ("Who runs the ferry?", "It is run by Ragna Holt.", ["Ragna Holt"]),
        ("Who replaced Ragna Holt?", "It was said that Ragna Holt left.", []),
        ("How many ferries run?", "There are eleven ferries.", ["eleven"]),
        ("Is it safe?", "It is not safe, Ragna Holt said on 3 May 2026.", []),
    ],
)
def test_values_are_where_the_kind_of_answer_stands(
    question: str, text: str, values: list[str]
) -> None:
    (part,) = parts_of(question)
    assert [text[start:end] for start, end in values_in(part, text)] == values
