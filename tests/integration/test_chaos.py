"""A short run of ``make chaos``: services are killed, Redis is lost, the disk is full, and nothing
that was promised is broken.
"""

from tests.chaos.chaos_run import chaos
from tests.chaos.troubles import SHORT, Size, plan

SEED = 3


def test_nothing_that_was_promised_is_broken() -> None:
    outcome = chaos(SEED, SHORT)
    print("\n".join(outcome.lines))
    assert not outcome.faults


def test_a_number_is_a_run() -> None:
    assert plan(7, Size()) == plan(7, Size())
    assert plan(7, Size()) != plan(8, Size())
