"""What servers say, and what it means; and what means something else."""

import pytest

from research.adapters.llm import openai_wording as wording
from tests.model_dialects import OVERFLOWS

OTHERS = [
    "Incorrect API key provided",
    "'messages[0].role' does not support 'system' with this model.",
    "response_format is not supported",
    "max_tokens is too large: 9000. This model supports at most 4096 completion tokens",
    "Rate limit reached. Please try again in 1.5s",
    "The model `large` does not exist",
    "Invalid value: temperature must be at most 2",
    "Internal Server Error",
]


@pytest.mark.parametrize("said", [*OVERFLOWS.values()][:-1])
def test_a_prompt_that_is_too_long_is_told_in_many_words(said: str) -> None:
    assert wording.is_overflow(said)


@pytest.mark.parametrize("said", OTHERS)
def test_other_errors_are_no_overflow(said: str) -> None:
    assert not wording.is_overflow(said)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("'messages[0].role' does not support 'system' with this model.", {"system"}),
        ("System role not supported", {"system"}),
        ("Only user and assistant roles are supported!", {"system"}),
        ("Unsupported parameters: temperature, seed", {"temperature", "seed"}),
        ("Unrecognized request argument supplied: reasoning_effort", {"reasoning_effort"}),
        ("Unknown parameter: stream_options", {"stream_options"}),
        ("The system is overloaded", set()),
        ("a temperate climate", set()),
    ],
)
def test_parameters_that_are_named_are_found(said: str, names: set[str]) -> None:
    assert wording.refused_parameters(said) == names


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("Please try again in 1.5s.", 1.5),
        ("Please try again in 20ms.", 0.02),
        ("Retry after 3 seconds", 3.0),
        ('{"retryDelay": "12s"}', 12.0),
        ('{"retry_after": 2}', 2.0),
        ("try again in 2 minutes", 120.0),
        ("try again later", None),
        ("too many requests", None),
    ],
)
def test_how_long_to_wait_is_read_from_the_text(said: str, seconds: float | None) -> None:
    assert wording.wait_seconds(said) == seconds


@pytest.mark.parametrize(
    ("said", "most"),
    [
        ("max_tokens is too large: 9000. This model supports at most 4096 tokens", 4_096),
        ("Range of max_tokens should be [1, 8192]", 8_192),
        ("max_tokens must be less than or equal to `32768`", 32_768),
        ("max_tokens: 64000 > 8192", None),
        ("max_tokens is not supported", None),
    ],
)
def test_the_highest_limit_of_an_answer_is_read(said: str, most: int | None) -> None:
    assert wording.most_answer_tokens(said) == most
