"""Which sentences are read first."""

import time

from research.stages.answer.choice import READ_FIRST_WORDS, choose


def test_each_part_opens_with_its_best() -> None:
    shares = [[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]]
    chosen = choose(shares, [20, 20, 20])
    assert [rows[0] for rows in chosen] == [0, 2]


def test_one_that_answers_two_parts_is_there_for_both_and_read_once() -> None:
    chosen = choose([[0.9, 0.1], [0.9, 0.1]], [20, 20])
    assert [rows[0] for rows in chosen] == [0, 0]


def test_a_long_sentence_gives_way_to_what_leaves_room_for_the_next_part() -> None:
    shares = [[0.4, 0.38, 0.0], [0.0, 0.0, 0.9]]
    chosen = choose(shares, [READ_FIRST_WORDS + 5, 20, 20])
    assert chosen[0][0] == 1
    assert chosen[1] == [2]


def test_what_hardly_answers_is_left_out() -> None:
    assert choose([[0.97, *[0.003] * 10]], [20] * 11) == [[0]]


def test_where_there_is_room_the_next_best_follows_what_is_nearly_sure() -> None:
    assert choose([[0.94, 0.03, 0.02, 0.01]], [20] * 4) == [[0, 1]]
    long = READ_FIRST_WORDS + 30
    assert choose([[0.94, 0.03, 0.02, 0.01]], [long] * 4) == [[0]]
    shares = [[0.94, 0.03, 0.0], [0.0, 0.0, 1.0]]
    assert choose(shares, [40, 30, 20]) == [[0], [2]]
    assert choose(shares, [20, 30, 20]) == [[0, 1], [2]]


def test_three_at_most_of_a_part() -> None:
    (chosen,) = choose([[0.1] * 10], [5] * 10)
    assert len(chosen) == 3


def test_many_parts_and_no_candidates() -> None:
    assert [len(rows) >= 1 for rows in choose([[0.5, 0.5]] * 9, [10, 10])] == [True] * 9
    assert choose([[], []], []) == [[], []]


def test_a_part_that_the_one_before_has_answered_says_its_next_best_as_well() -> None:
    shares = [[0.9, 0.05, 0.0], [0.8, 0.0, 0.15]]
    assert choose(shares, [READ_FIRST_WORDS, 20, 20]) == [[0], [0, 2]]


def test_the_best_of_two_parts_goes_to_the_one_that_it_answers_better() -> None:
    shares = [[0.34, 0.24, 0.3], [0.64, 0.0, 0.32]]
    assert [rows[0] for rows in choose(shares, [20, 20, 20])] == [2, 0]
    assert [rows[0] for rows in choose([[0.34, 0.1], [0.64, 0.0]], [20, 20])] == [0, 0]


def test_a_part_without_an_answer_takes_no_sentence_from_one_that_has_one() -> None:
    shares = [[0.4, 0.25], [0.6, 0.0]]
    assert [rows[0] for rows in choose(shares, [20, 20])] == [1, 0]
    assert choose(shares, [20, 20], [True, False])[0][0] == 0


def test_many_parts_are_answered_at_once() -> None:
    """A long query may ask 200 questions; what is tried of them takes no longer than of eight."""
    likely = [[(7 * part + 13 * row) % 101 / 101 for row in range(300)] for part in range(200)]
    began = time.process_time()
    chosen = choose(likely, [20] * 300)
    assert time.process_time() - began < 2.0
    assert len(chosen) == 200
    assert all(chosen)
