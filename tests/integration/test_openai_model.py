"""The model's adapter against a server that misbehaves in every way we know of, over sockets."""

import asyncio
import logging
import time
import traceback
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from email.utils import formatdate
from typing import Any

import pytest
from pydantic import SecretStr

from research.adapters.llm.call_costs import PriceTable
from research.adapters.llm.openai_model import OpenAiModel
from research.adapters.llm.retrying_model import RetryingModel
from research.domain.errors import (
    AnswerCutError,
    ContextOverflowError,
    InvalidSettingError,
    ModelAnswerError,
    ModelError,
    ModelInterruptedError,
    ModelRefusedError,
)
from research.domain.model_call import A, ModelAnswer, ModelCall, Usage
from research.ports import LanguageModel
from tests.loopback_model import (
    DONE,
    STREAM,
    Answer,
    Body,
    LoopbackModel,
    bodied,
    declines,
    event,
    fails,
    piece,
    says,
    sends,
    takes,
    whole,
)
from tests.model_forms import CALL, KEY, SMALL_CALL, TEXT, VALUE, openai_model

HALF = TEXT[:25]


class Heard:
    """Has somebody hear of every answer, so that all of them are streamed."""

    def __init__(self, inner: OpenAiModel) -> None:
        self._inner = inner
        self.usage = inner.usage

    async def ask(
        self, call: ModelCall[A], on_text: Callable[[str], None] | None = None
    ) -> ModelAnswer[A]:
        return await self._inner.ask(call, on_text or (lambda _: None))


@asynccontextmanager
async def served_whole(
    *answers: Answer, **options: Any
) -> AsyncIterator[tuple[LoopbackModel, OpenAiModel]]:
    async with LoopbackModel(answers) as server:
        model = openai_model(server.base_url, **options)
        try:
            yield server, model
        finally:
            await model.aclose()


@asynccontextmanager
async def served(
    *answers: Answer, **options: Any
) -> AsyncIterator[tuple[LoopbackModel, LanguageModel]]:
    async with served_whole(*answers, **options) as (server, model):
        yield server, Heard(model)


def again(model: LanguageModel, max_retries: int = 2) -> RetryingModel:
    return RetryingModel(model, max_retries=max_retries, patience_seconds=5)


async def test_asks_as_openai_wants_to_be_asked() -> None:
    async with served(says(TEXT)) as (server, model):
        await model.ask(CALL)
        await model.ask(SMALL_CALL)
    first, second = server.asked
    assert (first["model"], second["model"]) == ("large", "fast")
    assert first["messages"] == [
        {"role": "system", "content": CALL.instructions},
        {"role": "user", "content": CALL.material},
    ]
    assert first["temperature"] == 0
    assert first["max_tokens"] == CALL.max_answer_tokens
    assert first["response_format"]["json_schema"]["strict"] is True
    assert server.headers[0]["authorization"] == f"bearer {KEY.get_secret_value()}"


async def test_cost_is_from_the_servers_own_count() -> None:
    async with served(says(TEXT, usage=(1_000, 500))) as (_, model):
        answer = await model.ask(CALL)
    assert answer.usage == Usage(calls=1, prompt_tokens=1_000, answer_tokens=500, usd=0.002)


async def test_what_a_server_does_not_count_is_counted_high() -> None:
    async with served(says(TEXT, usage=None)) as (_, model):
        answer = await model.ask(CALL)
    assert answer.usage.prompt_tokens > len(CALL.instructions + CALL.material) / 4
    assert len(TEXT) / 4 < answer.usage.answer_tokens <= CALL.max_answer_tokens


async def test_the_cost_of_a_model_without_a_known_price_is_not_known() -> None:
    async with served(says(TEXT), prices=PriceTable()) as (_, model):
        await model.ask(CALL)
    assert model.usage()["write"].usd is None


@pytest.mark.parametrize(
    "first",
    [
        fails(429, headers=["Retry-After: 0.05"]),
        fails(429, headers=["retry-after-ms: 50"]),
        fails(429, headers=[f"Retry-After: {formatdate(time.time() - 5, usegmt=True)}"]),
        fails(500),
        fails(503, headers=["Retry-After: soon"]),
        sends(b""),
    ],
    ids=["seconds", "milliseconds", "a date", "500", "nonsense", "nothing at all"],
)
async def test_what_passes_is_waited_for_and_costs_nothing(first: Answer) -> None:
    async with served(first, says(TEXT)) as (server, model):
        assert (await model.ask(CALL)).value == VALUE
        assert len(server.asked) == 2
        assert model.usage()["write"].calls == 1


async def test_retry_after_is_kept_to() -> None:
    async with served(fails(429, headers=["Retry-After: 0.4"]), says(TEXT)) as (_, model):
        began = time.monotonic()
        await model.ask(CALL)
        assert time.monotonic() - began > 0.4


async def test_a_wait_past_the_limit_is_not_begun() -> None:
    async with served(fails(429, headers=["Retry-After: 90"])) as (server, model):
        began = time.monotonic()
        with pytest.raises(ModelError, match="429"):
            await model.ask(CALL)
        assert time.monotonic() - began < 10
        assert len(server.asked) == 1


async def test_a_server_that_stays_away_is_asked_as_often_as_allowed() -> None:
    # 500 might mean the form of the answer, 503 does not.
    away = fails(503, headers=["Retry-After: 0"])
    async with served(away, max_retries=2) as (server, model):
        with pytest.raises(ModelError) as raised:
            await model.ask(CALL)
        assert raised.value.code == "model_failed"
        assert len(server.asked) == 3
        assert model.usage() == {}


async def test_nobody_listens() -> None:
    model = openai_model("http://127.0.0.1:9/v1", max_retries=1)
    with pytest.raises(ModelError) as raised:
        await model.ask(CALL)
    assert type(raised.value) is ModelError


@pytest.mark.parametrize(
    "error",
    [
        fails(401, f"Incorrect API key provided: {KEY.get_secret_value()}"),
        fails(403, "no"),
        fails(404, "no such model"),
        fails(429, "You exceeded your current quota", code="insufficient_quota"),
    ],
)
async def test_what_does_not_pass_is_not_asked_again(error: Answer) -> None:
    async with served(error) as (server, model):
        with pytest.raises(ModelError):
            await again(model).ask(CALL)
        assert len(server.asked) == 1


async def test_the_key_is_nowhere_to_be_seen(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    key = KEY.get_secret_value()
    async with served(fails(401, f"Incorrect API key provided: {key}")) as (_, model):
        with pytest.raises(ModelError, match="check OPENAI_API_KEY") as raised:
            await model.ask(CALL)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    assert key not in f"{raised.value!r}{raised.value}{model!r}{vars(model)!r}"
    assert key not in "".join(traceback.format_exception(raised.value))
    assert key not in caplog.text


async def test_a_key_that_is_no_line_is_a_setting_to_mend() -> None:
    for key in ("sk-\nx", "schlüssel", " "):
        with pytest.raises(InvalidSettingError, match="OPENAI_API_KEY") as raised:
            openai_model("http://127.0.0.1:9/v1", api_key=SecretStr(key))
        assert key.strip() == "" or key not in str(raised.value)


CUTS = {
    "in an event": sends(STREAM + piece(HALF) + b'data: {"choices": [{"del'),
    "between events": sends(STREAM + piece(HALF)),
    "with done": sends(STREAM + piece(HALF) + DONE),
    "before anything": sends(STREAM),
    "in a chunk": sends(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + f"{len(piece(HALF)):x}\r\n".encode() + piece(HALF) + b"\r\n5\r\nda"
    ),
    "with an error": sends(
        STREAM + piece(HALF) + b'data: {"error": {"message": "out of memory", "code": 500}}\n\n'
    ),
    "with no JSON": sends(STREAM + piece(HALF) + b"data: <html>\n\n"),
}  # fmt: skip


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
async def test_a_cut_stream_is_asked_for_again_and_counted(cut: Answer) -> None:
    async with served(cut, says(TEXT)) as (server, model):
        with pytest.raises(ModelInterruptedError):
            await model.ask(CALL)
        assert model.usage()["write"].calls == 1
    async with served(cut, says(TEXT)) as (server, model):
        assert (await again(model).ask(CALL)).value == VALUE
        assert len(server.asked) == 2
        assert model.usage()["write"].calls == 2


async def test_an_answer_that_is_whole_needs_no_end() -> None:
    async with served(sends(STREAM + piece(TEXT))) as (_, model):
        assert (await model.ask(CALL)).value == VALUE


async def test_a_stream_that_stops_or_drips_ends_in_time() -> None:
    stalls = sends(STREAM + piece(HALF), hold=True)
    drips = sends(STREAM, *[piece(" ")] * 100, pause_seconds=0.05)
    silent = sends(b"", hold=True)
    for answer in (stalls, drips, silent):
        async with served(answer, timeout_seconds=0.3) as (_, model):
            began = time.monotonic()
            with pytest.raises(ModelInterruptedError):
                await again(model, max_retries=1).ask(CALL)
            assert time.monotonic() - began < 4
            assert model.usage()["write"].calls == 2


async def test_an_answer_without_end_is_left() -> None:
    flood = sends(STREAM, *[piece("x" * 5_000)] * 1_000, piece(finish="stop"))
    async with served(flood) as (_, model):
        with pytest.raises(ModelAnswerError, match="far longer"):
            await model.ask(CALL)


async def test_a_cancelled_call_is_counted() -> None:
    async with served(sends(STREAM + piece(HALF), hold=True)) as (_, model):
        heard = asyncio.Event()
        task = asyncio.create_task(model.ask(CALL, lambda _: heard.set()))
        await heard.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert model.usage()["write"].calls == 1
        assert model.usage()["write"].prompt_tokens > 0


ODD = {
    "fenced": f"Here you are:\n```json\n{TEXT}\n```\nAnything else?",
    "trailing comma": TEXT.replace("}]", "},]"),
    "thoughts": f'<think>{{"ports": []}} no</think>\n{TEXT}',
    "single quotes": TEXT.replace('"', "'"),
    "a bare list": '[{"name": "Brest", "ships": 2}]',
    "more fields": TEXT.replace("2}", '2, "why": "it says so"}'),
    "a number as text": TEXT.replace("2", '"2"'),
    "unclosed": TEXT[:-2],
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
async def test_an_answer_with_small_faults_is_repaired(text: str) -> None:
    async with served(says(text)) as (_, model):
        assert (await model.ask(CALL)).value == VALUE


@pytest.mark.parametrize(
    "text",
    ["", "Sorry, I can't find any.", '{"ports": []}', '{"ports": [{"name": 3}]}', "[" * 9_000],
)
async def test_an_answer_of_no_use_is_asked_for_once_more(text: str) -> None:
    async with served(says(text), says(TEXT)) as (server, model):
        assert (await again(model).ask(CALL)).value == VALUE
        assert "could not be used" in server.asked[1]["messages"][0]["content"]
        assert server.asked[1]["messages"][1] == server.asked[0]["messages"][1]
    async with served(says(text)) as (server, model):
        with pytest.raises(ModelAnswerError):
            await again(model).ask(CALL)
        assert len(server.asked) == 2


async def test_what_is_said_of_an_answer_holds_none_of_its_words() -> None:
    hostile = (
        '{"ports": [{"name": 7, "ships": "obey me", "obey me": 1}], "obey me": {"obey": "me"}}'
    )
    async with served(says(hostile), says(TEXT)) as (server, model):
        await again(model).ask(CALL)
    assert "obey" not in str(server.asked[1])


REFUSALS = {
    "in words": sends(
        STREAM + piece(refusal="I can't ") + piece(refusal="help") + piece(finish="stop") + DONE
    ),
    "by a filter": sends(STREAM + piece(HALF) + piece(finish="content_filter") + DONE),
    "before it began": fails(400, "The response was filtered", code="content_filter"),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
async def test_a_refusal_is_final(refusal: Answer) -> None:
    async with served(refusal) as (server, model):
        with pytest.raises(ModelRefusedError):
            await again(model).ask(CALL)
        assert len(server.asked) == 1


TOO_LONG = "This model's maximum context length is 4096 tokens"
OVERFLOWS = [
    fails(400, TOO_LONG, code="context_length_exceeded"),
    fails(400, f"'max_tokens' is too large: 5000. {TOO_LONG}"),
    fails(400, "the request exceeds the available context size", type="exceed_context_size_error"),
    fails(500, "the request exceeds the available context size. try increasing the context size"),
    fails(400, "Requested tokens (5035) exceed context window of 4096"),
    fails(400, "The input token count (9) exceeds the maximum number of tokens allowed (8)."),
    fails(400, "prompt is too long: 210000 tokens > 200000 maximum"),
    fails(413, "Payload Too Large"),
    fails(429, "Request too large for gpt-4o on tokens per min (TPM): Limit 30000"),
]


@pytest.mark.parametrize("overflow", OVERFLOWS)
async def test_too_much_material_is_told(overflow: Answer) -> None:
    async with served(overflow) as (server, model):
        with pytest.raises(ContextOverflowError):
            await again(model).ask(CALL)
        assert len(server.asked) == 1


async def test_an_answer_without_room_gets_more_once() -> None:
    async with served(says(HALF, finish="length"), says(TEXT)) as (server, model):
        assert (await again(model).ask(CALL)).value == VALUE
    assert [body["max_tokens"] for body in server.asked] == [200, 400]
    async with served(says(HALF, finish="length")) as (server, model):
        with pytest.raises(AnswerCutError):
            await again(model).ask(CALL)
        assert len(server.asked) == 2


async def test_what_stands_of_an_answer_without_room_is_the_answer() -> None:
    cut = says(TEXT[:-2] + ', {"name": "La Roch', finish="length")
    async with served(cut) as (server, model):
        assert (await again(model).ask(CALL)).value == VALUE
        assert len(server.asked) == 2


async def test_an_answer_that_just_fits_is_one() -> None:
    async with served(says(TEXT, finish="length")) as (server, model):
        assert (await again(model).ask(CALL)).value == VALUE
        assert len(server.asked) == 1


def refuses(status: int, message: str, when: Callable[[Body], bool], **error: Any) -> Answer:
    refusal = fails(status, message, **error)
    return takes(lambda body: refusal if when(body) else None, says(TEXT))


def has_form(*kinds: str) -> Callable[[Body], bool]:
    return lambda body: body.get("response_format", {}).get("type") in kinds


def has_length(body: Body) -> bool:
    return "maxLength" in str(body["response_format"])


DIALECTS = {
    "no schema (llama-cpp-python)": (
        refuses(
            500,
            "[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'msg': "
            "\"Input should be 'text' or 'json_object'\", 'input': 'json_schema'}]",
            has_form("json_schema"),
        ),
        {"type": "json_object"},
    ),
    "no schema, and says nothing": (
        refuses(500, "Internal Server Error", has_form("json_schema")),
        {"type": "json_object"},
    ),
    "no schema (a model of OpenAI's)": (
        refuses(
            400,
            "Invalid parameter: 'response_format' of type 'json_schema' is not supported with "
            "this model.",
            has_form("json_schema"),
        ),
        {"type": "json_object"},
    ),
    "no form at all": (
        refuses(400, "response_format is not supported", has_form("json_schema", "json_object")),
        None,
    ),
}


@pytest.mark.parametrize(("server_answer", "form"), DIALECTS.values(), ids=DIALECTS)
async def test_a_form_that_is_refused_is_asked_for_in_words(
    server_answer: Answer, form: object
) -> None:
    async with served(server_answer, max_retries=1) as (server, model):
        assert (await model.ask(CALL)).value == VALUE
        taken = server.asked[-1]
        assert taken.get("response_format") == form
        assert '"maxItems": 3' in taken["messages"][0]["content"]
        count = len(server.asked)
        await model.ask(CALL)
        assert len(server.asked) == count + 1, "what was found out is remembered"
        assert model.usage()["write"].calls == 2


async def test_limits_that_a_schema_may_not_have_are_left_out() -> None:
    message = "Invalid schema for response_format 'Ports': 'maxLength' is not permitted."
    async with served(refuses(400, message, has_length)) as (server, model):
        assert (await model.ask(CALL)).value == VALUE
    sent = server.asked[-1]["response_format"]
    assert sent["type"] == "json_schema"
    assert "maxItems" in str(sent)


@pytest.mark.parametrize(
    ("name", "status", "message"),
    [
        ("temperature", 400, "Unsupported value: 'temperature' does not support 0"),
        ("seed", 400, 'Invalid JSON payload received. Unknown name "seed": Cannot find field.'),
        ("seed", 422, '{"detail":[{"type":"extra_forbidden","loc":["body","seed"]}]}'),
        ("stream_options", 400, "Unknown parameter: stream_options"),
        ("max_tokens", 400, "'max_tokens' is not supported. Use 'max_completion_tokens' instead."),
    ],
)
async def test_a_parameter_that_is_refused_is_left_out(
    name: str, status: int, message: str
) -> None:
    async with served(refuses(status, message, lambda body: name in body)) as (server, model):
        assert (await model.ask(CALL)).value == VALUE
        assert len(server.asked) == 2
        taken = server.asked[-1]
        assert name not in taken
        assert 200 in (taken.get("max_tokens"), taken.get("max_completion_tokens"))
        assert taken["response_format"]["type"] == "json_schema"
        await model.ask(CALL)
        assert len(server.asked) == 3


async def test_a_model_without_a_system_role_gets_one_message() -> None:
    def has_system(body: Body) -> bool:
        return body["messages"][0]["role"] == "system"

    async with served(refuses(400, "System role not supported", has_system)) as (server, model):
        assert (await model.ask(CALL)).value == VALUE
    [message] = server.asked[-1]["messages"]
    assert CALL.instructions in message["content"]
    assert CALL.material in message["content"]


async def test_two_models_of_one_server_differ() -> None:
    def is_fast(body: Body) -> bool:
        return body["model"] == "fast" and "temperature" in body

    message = "Unsupported value: 'temperature'"
    async with served(refuses(400, message, is_fast)) as (server, model):
        await model.ask(SMALL_CALL)
        await model.ask(CALL)
    assert "temperature" in server.asked[-1]


async def test_a_refused_request_that_nothing_mends_is_an_error() -> None:
    async with served(fails(400, "no")) as (server, model):
        with pytest.raises(ModelError, match="no"):
            await model.ask(CALL)
        assert len(server.asked) < 10


async def test_no_more_calls_at_once_than_allowed() -> None:
    slow = sends(STREAM + piece(TEXT), piece(finish="stop"), pause_seconds=0.02)
    async with served(slow, concurrency=3) as (server, model):
        await asyncio.gather(*(model.ask(replace(CALL, material=str(n))) for n in range(12)))
    assert server.most_at_once == 3


WEIRD: Sequence[bytes] = [
    event(choices=None),
    event(choices=[{"index": 0, "delta": None, "finish_reason": None}]),
    event(choices=[{"index": 0, "delta": {"content": ["x"]}, "finish_reason": 7}]),
    event(choices=[{}]),
    event(usage={"prompt_tokens": "many", "completion_tokens": -5}),
    event(choices=[], prompt_filter_results=[{"prompt_index": 0}]),
    event(choices={"a": 1}),
    event(choices="x"),
    b"data: 5\n\n",
    b"data: []\n\n",
    b": keep-alive\n\n",
    b"event: ping\ndata: {}\n\n",
]


async def test_odd_pieces_do_no_harm() -> None:
    parts = [part for odd in WEIRD for part in (odd, b"")]
    answer = sends(STREAM, *parts, piece(TEXT), piece(finish="stop"), DONE)
    async with served(answer) as (_, model):
        found = await model.ask(CALL)
    assert found.value == VALUE
    assert found.usage.answer_tokens > 0


async def test_an_answer_that_nobody_hears_of_comes_whole() -> None:
    async with served_whole(says(TEXT)) as (server, model):
        answer = await model.ask(CALL)
    assert answer.value == VALUE
    assert (answer.usage.prompt_tokens, answer.usage.answer_tokens) == (30, 12)
    assert "stream" not in server.asked[0]
    assert "stream_options" not in server.asked[0]


BROKEN = {
    "nothing at all": sends(b""),
    "a part": sends(bodied(whole({"content": TEXT}, "stop", None))[:-9]),
    "no JSON": sends(bodied(b"<html>")),
    "JSON without end": sends(bodied(b"[" * 20_000)),
    "another JSON": sends(bodied(b"[]")),
    "no choice": sends(bodied(b'{"choices": []}')),
    "an odd choice": sends(bodied(b'{"choices": [5, null], "usage": "much"}')),
    "an odd message": sends(whole(["x"], 7, {"prompt_tokens": -1})),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
async def test_a_broken_answer_is_asked_for_again_and_counted(broken: Answer) -> None:
    async with served_whole(broken, says(TEXT)) as (server, model):
        assert (await again(model).ask(CALL)).value == VALUE
        assert len(server.asked) == 2
        assert model.usage()["write"].calls == 2
        assert model.usage()["write"].prompt_tokens > 30


async def test_what_passes_costs_nothing_whole_or_streamed() -> None:
    async with served_whole(fails(503), says(TEXT)) as (server, model):
        assert (await model.ask(CALL)).value == VALUE
        assert len(server.asked) == 2
        assert model.usage()["write"].calls == 1


async def test_nobody_is_reached_and_nothing_is_counted() -> None:
    model = openai_model("http://127.0.0.1:9/v1", max_retries=0)
    with pytest.raises(ModelError):
        await model.ask(CALL)
    assert model.usage() == {}


async def test_a_whole_answer_ends_in_time_and_has_an_end() -> None:
    async with served_whole(sends(b"", hold=True), timeout_seconds=0.3) as (_, model):
        with pytest.raises(ModelInterruptedError):
            await model.ask(CALL)
        assert model.usage()["write"].calls == 1
    flood = sends(bodied(b" " * 9_000_000))
    async with served_whole(flood) as (_, model):
        with pytest.raises(ModelAnswerError, match="far longer"):
            await model.ask(CALL)


@pytest.mark.parametrize(
    "refusal", [declines("I can't"), sends(whole({"content": TEXT[:25]}, "content_filter", None))]
)
async def test_a_refusal_that_comes_whole_is_final(refusal: Answer) -> None:
    async with served_whole(refusal) as (server, model):
        with pytest.raises(ModelRefusedError):
            await again(model).ask(CALL)
        assert len(server.asked) == 1
