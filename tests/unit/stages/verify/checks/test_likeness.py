"""Words that are one, near or neither."""

from research.stages.verify.checks.likeness import likeness


def test_the_same_word_is_most_alike_and_another_root_least() -> None:
    assert likeness("boat", "boats", "boat", "boat") == 1.0
    assert 0 < likeness("govern", "govern", "governor", "governor") < 1
    assert likeness("boat", "boat", "cloud", "cloud") == 0.0
    assert likeness("12", "12", "13", "13") == 0.0
