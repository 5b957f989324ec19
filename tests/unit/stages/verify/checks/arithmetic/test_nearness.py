"""How exactly a number says a result."""

import pytest

from research.stages.verify.checks.arithmetic.nearness import is_close
from research.text.figures.quantities import quantities


@pytest.mark.parametrize(
    ("said", "result", "is_it"),
    [
        ("34 boats", 34, True),
        ("34 boats", 34.4, False),
        ("347 boats", 346.7, True),
        ("31 percent", 31.4, True),
        ("31 percent", 32, False),
        ("about 300 boats", 318, True),
        ("about 300 boats", 330, False),
        ("more than 60 boats", 62, True),
        ("more than 60 boats", 59, False),
        ("more than 60 boats", 90, False),
        ("less than 60 boats", 55, True),
        ("less than 60 boats", 62, False),
        ("a third", 0.34, True),
        ("a third", 0.4, False),
    ],
)
def test_a_result_is_as_near_as_the_number_is_exact(said: str, result: float, is_it: bool) -> None:
    (wanted,) = quantities(said)
    assert is_close(wanted, wanted.readings[0], result) is is_it
