"""What the judgement of a query says of the sources that were read."""

from research.stages.answer.part_judgement import Answers


def test_what_is_about_something_else_is_not_about_the_query() -> None:
    answers = Answers((), (), beside=frozenset({2}))
    assert answers.about_query({1: 0.9, 2: 0.8, 3: 0.5}) == {1: 0.9, 3: 0.5}
