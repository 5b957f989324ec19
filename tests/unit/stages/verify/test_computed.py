"""Figures that a model computed are computed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.claim import Computation, Operation
from research.stages.verify.computed import follows

SAID = (
    "It fell to 2.52 from 2.53. Of 1,200 ships 300 sailed; 14 sank, 2 million tonnes in all. "
    "Out of 17 nights the water was seen on one, for twenty-two minutes."
)


@pytest.mark.parametrize(
    ("result", "inputs", "op"),
    [
        ("0.01", ("2.53", "2.52"), "difference"),
        ("1,500", ("1,200", "300"), "sum"),
        ("25%", ("300", "1,200"), "share"),
        ("4 times", ("1,200", "300"), "ratio"),
        ("0.4%", ("2.53", "2.52"), "change"),
        ("2.525", ("2.53", "2.52"), "mean"),
        ("28 million", ("14", "2 million"), "product"),
        ("2", ("2.53", "2.52"), "count"),
        ("6 percent", ("one", "17"), "share"),
        ("5.9%", ("one", "17"), "share"),
        ("five", ("twenty-two", "17"), "difference"),
        ("a quarter", ("300", "1,200"), "ratio"),
        ("1.4 million", ("1,400,000", "300"), "difference"),
        ("2.5", ("2.52",), "round"),
        ("3", ("2.53",), "round"),
    ],
)
def test_what_follows(result: str, inputs: tuple[str, ...], op: str) -> None:
    one = Computation(result=result, inputs=inputs, op=Operation(op))
    assert follows(one, f"It came to {result}.", f"{SAID} It made 1,400,000.")


@pytest.mark.parametrize(
    ("result", "inputs", "op", "is_right"),
    [
        ("38 percent", ("4 minutes and 15 seconds", "2 minutes 38 seconds"), "change", True),
        ("97 seconds", ("4 minutes and 15 seconds", "2 minutes 38 seconds"), "difference", True),
        ("22 minutes", ("1 hour, 5 minutes", "43 minutes"), "difference", True),
        ("62 percent", ("4 minutes and 15 seconds", "2 minutes 38 seconds"), "change", False),
        ("23 minutes", ("1 hour, 5 minutes", "43 minutes"), "difference", False),
        ("6", ("4 and 2 minutes", "1 minute"), "ratio", False),
    ],
)
def test_times_and_lengths_in_several_units_are_computed_with(
    result: str, inputs: tuple[str, ...], op: str, *, is_right: bool
) -> None:
    one = Computation(result=result, inputs=inputs, op=Operation(op))
    assert follows(one, f"It came to {result}.", f"It took {' and '.join(inputs)}.") is is_right


@pytest.mark.parametrize(
    ("result", "inputs", "op"),
    [
        ("0.1", ("2.53", "2.52"), "difference"),
        ("26%", ("300", "1,200"), "share"),
        ("0.01", ("2.54", "2.53"), "difference"),
        ("12", ("14", "2"), "difference"),
        ("1,500", ("1,200",), "sum"),
        ("many", ("300", "1,200"), "sum"),
        ("3", ("2.53", "2.52"), "count"),
        ("0", ("300", "0"), "ratio"),
        ("7 percent", ("one", "17"), "share"),
        ("1.6 million", ("1,200", "300"), "sum"),
        ("2", ("2.53",), "round"),
        ("1", ("0",), "round"),
        ("one in 30", ("2.53",), "one_in"),
        ("40", ("2.53",), "one_in"),
        ("one in 40", ("2.53", "2.52"), "one_in"),
        ("one in 40", ("2.53",), "one_in"),
    ],
)
def test_what_does_not(result: str, inputs: tuple[str, ...], op: str) -> None:
    said = SAID.replace("2 million", "many") if inputs == ("14", "2") else f"{SAID} And 0."
    one = Computation(result=result, inputs=inputs, op=Operation(op))
    assert not follows(one, f"It came to {result}.", said)


def test_a_result_that_the_sentence_does_not_have_proves_nothing() -> None:
    one = Computation(result="0.01", inputs=("2.53", "2.52"), op=Operation.DIFFERENCE)
    assert not follows(one, "It came to 0.1.", SAID)


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=4), st.sampled_from(Operation))
def test_nothing_that_a_model_writes_raises(result: str, inputs: list[str], op: Operation) -> None:
    one = Computation(result=result, inputs=tuple(inputs), op=op)
    assert isinstance(follows(one, result, " ".join(inputs)), bool)


def test_a_part_of_a_longer_number_is_not_the_result() -> None:
    one = Computation(result="2", inputs=("2.53", "2.52"), op=Operation.COUNT)
    assert follows(one, "There are 2 of them.", SAID)
    assert not follows(one, "There are 20 of them, or 12.", SAID)


@pytest.mark.parametrize(
    ("text", "result", "given", "op", "is_right"),
    [
        ("About 3 percent of the birds died.", "3 percent", "2.72 percent", "round", True),
        ("About 3% of the birds died.", "3", "2.72", "round", True),
        ("About one in 37 birds died.", "one in 37", "2.72 percent", "one_in", True),
        ("About one in 37 birds died.", "one in 37", "2.72", "one_in", True),
        (
            "About one adult bird in 37 died.",
            "one adult bird in 37",
            "2.72 percent",
            "one_in",
            True,
        ),
        ("One 7-year-old in 37 died.", "one 7-year-old in 37", "2.72 percent", "one_in", True),
        (
            "One of the adults in 47 died.",
            "one of the adults in 47",
            "2.72 percent",
            "one_in",
            False,
        ),
        ("Of 1,000 birds 27 died, 27 in 1,000.", "27 in 1,000", "2.72", "per_1000", True),
        ("About 27 birds in 1,000 died.", "27 birds in 1,000", "2.72 percent", "per_1000", True),
        ("About 27 per 1000.", "27 per 1000", "2.72 percent", "per_1000", True),
        ("About 272 in 1,000.", "272 in 1,000", "2.72 percent", "per_1000", False),
        ("About 27 in 100.", "27 in 100", "2.72 percent", "per_1000", False),
        ("It killed 27 birds.", "27", "2.72 percent", "per_1000", False),
        ("About 200 in 1,000.", "200 in 1,000", "20", "per_1000", False),
        ("It killed 3 people.", "3", "2.72", "round", False),
        ("It killed one in 5 birds.", "one in 5", "20", "one_in", False),
    ],
)
def test_one_figure_is_put_plainly_and_stays_of_one_thing(
    text: str, result: str, given: str, op: str, *, is_right: bool
) -> None:
    one = Computation(result=result, inputs=(given,), op=Operation(op))
    assert follows(one, text, "It killed 2.72 percent of the birds and 20 people.") is is_right


RANGE = "It fell in 1.2% to 2.8% of years, cost $1.2 million to $2.8 million, and hurt 2.8 men."


@pytest.mark.parametrize(
    ("text", "result", "given", "op"),
    [
        ("About 1 to 3 percent.", "1 to 3 percent", ("1.2%", "2.8%"), "round"),
        ("About 1 to 3 percent.", "1 to 3", ("1.2%", "2.8%"), "round"),
        ("Between 1% and 3%.", "1% and 3%", ("1.2% to 2.8%",), "round"),
        ("One to three percent.", "one to three percent", ("1.2%", "2.8%"), "round"),
        ("About 1–3% of years.", "1–3%", ("1.2%", "2.8%"), "round"),
        ("About 1 to 3 percent.", "1", ("1.2%",), "round"),
        ("About 1–3% of years.", "1", ("1.2",), "round"),
        ("About $1 to $3 million.", "$1 to $3 million", ("$1.2 million", "$2.8 million"), "round"),
        ("One in 36 to one in 83.", "one in 36 to one in 83", ("1.2%", "2.8%"), "one_in"),
        ("One in 36 to 83 years.", "one in 36 to 83", ("1.2% to 2.8%",), "one_in"),
    ],
)
def test_a_range_is_put_plainly_end_by_end(
    text: str, result: str, given: tuple[str, ...], op: str
) -> None:
    one = Computation(result=result, inputs=given, op=Operation(op))
    assert follows(one, text, RANGE)


@pytest.mark.parametrize(
    ("text", "result", "given", "op"),
    [
        ("About 1 to 2 percent.", "1 to 2 percent", ("1.2%", "2.8%"), "round"),
        ("About 1 to 3 percent.", "1 to 3 percent", ("1.2%",), "round"),
        ("About 3 percent.", "3 percent", ("1.2%", "2.8%"), "round"),
        ("About 1 to 3 men.", "1 to 3 men", ("1.2%", "2.8%"), "round"),
        ("About 1 to 3 men.", "1", ("1.2%",), "round"),
        ("About 1 to 3 percent.", "1 to 3 percent", ("1.2%", "2.8 men"), "round"),
        ("About 1 by 3 percent.", "1 by 3 percent", ("1.2%", "2.8%"), "round"),
        ("One in 36 to one in 70.", "one in 36 to one in 70", ("1.2%", "2.8%"), "one_in"),
        ("From 36 to 83.", "36 to 83", ("1.2%", "2.8%"), "one_in"),
    ],
)
def test_a_range_with_another_end_or_of_another_thing_does_not_follow(
    text: str, result: str, given: tuple[str, ...], op: str
) -> None:
    one = Computation(result=result, inputs=given, op=Operation(op))
    assert not follows(one, text, RANGE)


def test_points_of_a_percentage_are_so_many_in_a_thousand() -> None:
    said = "The rate rose by 0.54 points, and the team won by 20."
    more = "5.4 more birds per 1,000"
    one = Computation(result=more, inputs=("0.54",), op=Operation.PER_1000)
    assert follows(one, f"That is {more}.", said)
    rates = "It rose from 2.18 percent to 2.72 percent, in 5 of 20 places."
    both = Computation(result="5 more in 1,000", inputs=("2.72", "2.18"), op=Operation.PER_1000)
    assert follows(both, "That is 5 more in 1,000.", rates)
    for result, inputs in (
        ("6 more in 1,000", ("2.72", "2.18")),
        ("54 more in 1,000", ("2.72", "2.18")),
        ("150 more in 1,000", ("5", "20")),
        ("5 in 1,000", ("2.72", "2.18")),
        ("5 more in 1,000", ("2.18 to 2.72 percent",)),
    ):
        wrong = Computation(result=result, inputs=inputs, op=Operation.PER_1000)
        assert not follows(wrong, f"That is {result}.", rates)
    other = Computation(result="200 per 1,000", inputs=("20",), op=Operation.PER_1000)
    assert not follows(other, "That is 200 per 1,000.", said)


def test_one_in_a_thousand_is_of_a_tenth_of_a_percent() -> None:
    one = Computation(result="1 in 1,000", inputs=("0.1 percent",), op=Operation.PER_1000)
    assert follows(one, "About 1 in 1,000.", "It killed 0.1 percent of the birds.")
    assert not follows(one, "About 1 in 1,000.", "It killed 0.2 percent of the birds.")
