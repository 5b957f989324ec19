"""Each dialect of `tests/model_dialects.py`: one call, and a whole run as it is wired."""

import asyncio
import json
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from miniweb import Miniweb, serve
from research.adapters.llm.retrying_model import RetryingModel
from research.cli.doctor_parts import parts_of
from research.domain.errors import ContextOverflowError, ModelError
from research.settings import Settings
from tests.integration.model_runs import run_with_model
from tests.loopback_model import Answer, Body, LoopbackModel
from tests.model_dialects import (
    BUSY,
    DIALECTS,
    OVERFLOWS,
    Dialect,
    Said,
    dialect,
    errs_with_200,
    is_longer,
    plain,
    refuses,
    schema_of,
)
from tests.model_forms import CALL, KEY, TEXT, VALUE, openai_model

MOST_TRIES = 3
SAID = Said(TEXT, 900, 12)


def speaks(dialect: Dialect) -> Answer:
    async def write(body: Body, writer: asyncio.StreamWriter) -> None:
        writer.write(dialect(body, SAID))

    return write


@pytest.mark.parametrize("is_heard", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("name", DIALECTS)
async def test_a_call_is_answered(name: str, is_heard: bool) -> None:
    """Within three tries, and the next calls with what was learned, at one each."""
    heard: list[str] = []
    async with LoopbackModel([speaks(dialect(name))]) as server:
        inner = openai_model(server.base_url)
        model = RetryingModel(inner, max_retries=3, patience_seconds=20)
        for _ in range(2):
            answer = await model.ask(CALL, heard.append if is_heard else None)
            assert answer.value == VALUE
        first = len(server.asked)
        await model.ask(CALL)
        assert len(server.asked) == first + 1
        assert first <= MOST_TRIES + 1
        await inner.aclose()
    if is_heard:
        assert TEXT[-9:] in "".join(heard)


async def test_many_calls_at_once_learn_from_one_another() -> None:
    async with LoopbackModel([speaks(dialect("no system role (OpenAI)"))]) as server:
        model = openai_model(server.base_url, concurrency=2)
        await asyncio.gather(*(model.ask(CALL) for _ in range(25)))
        refused = [body for body in server.asked if len(body["messages"]) == 2]
        assert len(refused) <= 2
        await model.aclose()


@pytest.mark.parametrize("name", [name for name in DIALECTS if name not in BUSY])
async def test_the_doctor_finds_that_it_works(name: str) -> None:
    """One that is busy is told of: the doctor tries once."""
    spoken = dialect(name)

    async def write(body: Body, writer: asyncio.StreamWriter) -> None:
        writer.write(spoken(body, SAID._replace(text='{"ready": true}')))

    async with LoopbackModel([write]) as server, AsyncExitStack() as stack:
        settings = Settings(
            _env_file=None, openai_api_key=KEY, openai_base_url=server.base_url, llm_model="m"
        )
        (part,) = (one for one in parts_of(settings, stack) if one.name == "model")
        finding = await part.attempt()
        assert finding.is_whole
        assert finding.used == f"m at {server.base_url}"


LONG = "The ferry sails. " * 400


@pytest.mark.parametrize("is_200", [False, True], ids=["400", "200"])
@pytest.mark.parametrize("message", OVERFLOWS.values(), ids=OVERFLOWS)
async def test_what_is_too_long_is_told_whatever_the_words(message: str, is_200: bool) -> None:
    too_long = is_longer(5_000)
    told = errs_with_200(too_long, message) if is_200 else refuses(too_long, message)
    long_call = replace(CALL, material=LONG)
    async with LoopbackModel([speaks(told)]) as server:
        model = openai_model(server.base_url)
        await model.ask(CALL)
        with pytest.raises(ContextOverflowError):
            await model.ask(long_call)
        assert (await model.ask(CALL)).value == VALUE
        assert len(server.asked) == 3
        assert "response_format" in server.asked[-1], "nothing false was learned"
        await model.aclose()


async def test_an_unknown_refusal_of_a_short_prompt_is_no_overflow() -> None:
    async with LoopbackModel([speaks(refuses(lambda body: True, "No."))]) as server:
        model = openai_model(server.base_url)
        with pytest.raises(ModelError) as raised:
            await model.ask(CALL)
        assert type(raised.value) is ModelError
        assert "No." in str(raised.value)
        assert len(server.asked) == 2
        await model.aclose()


async def test_an_error_with_200_is_told_in_its_words_and_costs_nothing() -> None:
    spoken = errs_with_200(lambda body: True, {"message": "no such model: large", "code": 404})
    async with LoopbackModel([speaks(spoken)]) as server:
        inner = openai_model(server.base_url)
        model = RetryingModel(inner, max_retries=3, patience_seconds=20)
        with pytest.raises(ModelError, match="no such model: large; check LLM_MODEL"):
            await model.ask(CALL)
        assert len(server.asked) == 1
        assert inner.usage() == {}
        await inner.aclose()


class Translated:
    """Miniweb's model behind a dialect; counts what it was asked, and what was to be paid."""

    def __init__(self, web: Miniweb, dialect: Dialect) -> None:
        self._web = web
        self._dialect = dialect
        self.tries: Counter[str] = Counter()
        self.prompt_tokens = 0
        self.answer_tokens = 0

    async def __call__(self, body: Body, writer: asyncio.StreamWriter) -> None:
        self.tries[body["messages"][-1]["content"]] += 1
        sent = self._dialect(body, await self._said(body))
        writer.write(sent)
        if sent.startswith(b"HTTP/1.1 200") and b'"error"' not in sent:
            self._count(sent)

    async def _said(self, body: Body) -> Said:
        text = "\n\n".join(message["content"] for message in body["messages"])
        instructions, _, material = text.partition("\n\n")
        form = {"type": "json_schema", "json_schema": {"schema": schema_of(body)}}
        asked = {"model": "m", "response_format": form, "messages": [
            {"role": "system", "content": instructions}, {"role": "user", "content": material},
        ]}  # fmt: skip
        async with httpx.AsyncClient(timeout=30) as client:
            answer = await client.post(f"{self._web.base_url}/v1/chat/completions", json=asked)
        told = answer.json()
        usage = told["usage"]
        content = told["choices"][0]["message"]["content"]
        return Said(content, usage["prompt_tokens"], usage["completion_tokens"])

    def _count(self, sent: bytes) -> None:
        usages = [
            json.loads(found)
            for found in _objects_after(b'"usage": ', sent)
            if found.startswith("{")
        ]
        if usages:
            self.prompt_tokens += usages[-1]["prompt_tokens"]
            self.answer_tokens += usages[-1]["completion_tokens"]


def _objects_after(mark: bytes, sent: bytes) -> list[str]:
    decoder = json.JSONDecoder()
    texts = [part.decode("utf-8", "replace") for part in sent.split(mark)[1:]]
    return [json.dumps(decoder.raw_decode(text)[0]) for text in texts]


@pytest.mark.parametrize("name", DIALECTS)
async def test_a_run_is_written_by_the_model_and_its_cost_is_told(
    name: str, tmp_path: Path
) -> None:
    with serve("--scale", "0.02") as web:
        spoken = Translated(web, dialect(name))
        async with LoopbackModel([spoken]) as server:
            report = await run_with_model(web, server.base_url, tmp_path)
    assert not any("own words" in warning for warning in report.warnings), report.warnings
    assert len(report.sections) > 1
    assert report.cost is not None
    assert max(spoken.tries.values()) <= MOST_TRIES
    told = report.cost.total
    if name == "counts nothing":
        assert told.prompt_tokens > 0
    else:
        assert (told.prompt_tokens, told.answer_tokens) == (
            spoken.prompt_tokens,
            spoken.answer_tokens,
        )


@pytest.mark.parametrize("message", OVERFLOWS.values(), ids=OVERFLOWS)
async def test_a_run_goes_on_with_less_where_a_prompt_is_too_long(
    message: str, tmp_path: Path
) -> None:
    with serve("--scale", "0.02") as web:
        probe = Translated(web, plain)
        async with LoopbackModel([probe]) as server:
            await run_with_model(web, server.base_url, tmp_path)
        longest = max(map(len, probe.tries))
        spoken = Translated(web, refuses(is_longer(int(longest * 0.9) + 2_000), message))
        async with LoopbackModel([spoken]) as server:
            report = await run_with_model(web, server.base_url, tmp_path)
    assert not any("own words" in warning for warning in report.warnings), report.warnings
    assert len(report.sections) > 1
    assert max(spoken.tries.values()) <= MOST_TRIES
    assert report.cost is not None
    told = report.cost.total
    assert (told.prompt_tokens, told.answer_tokens) == (
        spoken.prompt_tokens,
        spoken.answer_tokens,
    )
