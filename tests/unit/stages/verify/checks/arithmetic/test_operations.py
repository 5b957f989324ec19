"""What two numbers or more come to."""

from itertools import combinations

import pytest

from research.stages.verify.checks.arithmetic.operations import (
    Operation,
    operand_of,
    operations,
)
from research.text.figures.quantities import quantities


def found(wanted: str, said: str) -> set[Operation]:
    (number,) = quantities(wanted)
    operands = [operand_of(one) for one in quantities(said)]
    return operations(number, list(combinations(operands, 2)), operands)


@pytest.mark.parametrize(
    ("wanted", "said", "operation"),
    [
        ("11 boats", "41 boats, 52 boats", Operation.DIFFERENCE),
        ("93 boats", "41 boats, 52 boats", Operation.SUM),
        ("104 boats", "41 boats, 52 boats, 11 boats", Operation.SUM),
        ("25 percent", "80 boats, 60 boats", Operation.FALL),
        ("75 percent", "80 boats, 60 boats", Operation.SHARE),
        ("33 percent", "80 boats, 60 boats", Operation.RISE),
        ("four", "80 boats, 20 boats", Operation.TIMES),
        ("30 boats", "120 boats, a quarter", Operation.PART),
        ("480 boats", "120 boats, a quarter", Operation.WHOLE),
        ("96 boats", "120 boats, 20 percent", Operation.CHANGED),
        ("8 euros", "120 boats, 960 euros", Operation.EACH),
    ],
)
def test_an_operation_is_found(wanted: str, said: str, operation: Operation) -> None:
    assert operation in found(wanted, said)


def test_units_that_differ_are_not_added() -> None:
    assert not found("130 euros", "120 boats, 10 percent") & {Operation.SUM, Operation.DIFFERENCE}
    assert found("3 percentage points", "7 percent, 4 percent") == {Operation.DIFFERENCE}
