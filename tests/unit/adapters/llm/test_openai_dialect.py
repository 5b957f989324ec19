"""What is tried first, and what after a refusal. Against a server: integration."""

from dataclasses import replace

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai import APIStatusError

from research.adapters.llm.openai_dialect import Dialect, Form
from tests.model_forms import CALL


def refused(status: int, message: str) -> APIStatusError:
    response = httpx2.Response(status, request=httpx2.Request("POST", "http://m.test"))
    return APIStatusError(message, response=response, body=None)


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://api.openai.com/v1", Dialect(Form.NUMBERED_SCHEMA, "max_completion_tokens")),
        (
            "https://us.openai.azure.com/openai/v1/",
            Dialect(Form.NUMBERED_SCHEMA, "max_completion_tokens"),
        ),
        ("http://127.0.0.1:11434/v1", Dialect(Form.FULL_SCHEMA, "max_tokens")),
        ("https://notopenai.com/v1", Dialect(Form.FULL_SCHEMA, "max_tokens")),
        ("https://openai.com.example.org/v1", Dialect(Form.FULL_SCHEMA, "max_tokens")),
    ],
)
def test_known_servers_are_not_asked_in_vain(base_url: str, expected: Dialect) -> None:
    assert Dialect.expected_at(base_url) == expected


@given(
    st.lists(
        st.tuples(
            st.sampled_from([400, 401, 404, 422, 429, 500, 501, 503]),
            st.text(max_size=20)
            | st.sampled_from(
                ["max_tokens", "max_completion_tokens", "temperature", "seed", "json_schema",
                 "stream_options", "system role", "max_tokens is not max_completion_tokens"]
            ),
        ),
        min_size=30,
        max_size=30,
    )
)  # fmt: skip
def test_whatever_a_server_says_it_soon_ends_and_an_answer_stays_limited(
    errors: list[tuple[int, str]],
) -> None:
    dialect, steps = Dialect(), 0
    for status, message in errors:
        error = refused(status, message)
        simpler = dialect.after(error, CALL.max_answer_tokens) or dialect.plainest(error)
        if simpler is not None:
            assert simpler != dialect
            dialect, steps = simpler, steps + 1
        request = dialect.request(CALL, "m", is_streamed=True)
        limits = {"max_tokens", "max_completion_tokens"} & request.keys()
        assert [request[name] for name in limits] == [CALL.max_answer_tokens]
    assert steps <= 9


@pytest.mark.parametrize("message", ["API key not valid", "max_tokens is too large: at most 9"])
def test_other_faults_are_not_taken_for_a_refusal(message: str) -> None:
    assert Dialect().after(refused(400, message), 5_000) is None


def test_a_limit_that_is_too_high_is_lowered_to_the_highest_that_is_taken() -> None:
    said = "max_tokens is too large: 9000. This model supports at most 4096 completion tokens."
    lower = Dialect().after(refused(400, said), 9_000)
    assert lower is not None
    call = replace(CALL, max_answer_tokens=9_000)
    assert lower.request(call, "m", is_streamed=False)["max_tokens"] == 4_096
    assert lower.request(CALL, "m", is_streamed=False)["max_tokens"] == CALL.max_answer_tokens


def test_an_error_that_names_no_cause_leads_to_the_plainest_request() -> None:
    error = refused(400, "Bad Request")
    assert Dialect().after(error, 200) is None
    plainest = Dialect(reasoning_effort="low").plainest(error)
    assert plainest is not None
    assert plainest.plainest(error) is None
    request = plainest.request(CALL, "m", is_streamed=True)
    assert set(request) == {"model", "messages", "max_tokens"}
