"""What ``content-research doctor`` tries: each part as a run uses it, once and without retries."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from secrets import token_hex

from pydantic import SecretStr

from research.errors import ResearchError, StoreError
from research.model_calls import ModelCall
from research.models import Value
from research.ports import ReportStore, WebSearch
from research.service_wiring import open_queue, open_reports
from research.settings import Settings
from research.wiring.redis_clients import try_redis
from research.wiring.remembering import open_cache, try_vectors
from research.wiring.searching import open_web_searches
from research.wiring.thinking import open_embedder, open_language_model

LIMIT_SECONDS = 15.0
MODEL_LIMIT_SECONDS = 60.0
"""A local server may first have to load its model."""
SEARCHED = "history of science"
"""What every engine has pages about."""
HITS = 5
TEXT = b"A file that `content-research doctor` wrote to see whether it can; it may go.\n"


class Ready(Value):
    """The answer that a model is asked for."""

    ready: bool


CALL = ModelCall(
    purpose="doctor",
    instructions='Answer with this JSON object: {"ready": true}',
    material="ready?",
    answer=Ready,
    max_answer_tokens=200,
)


@dataclass(frozen=True, slots=True)
class Tried:
    """What is used, and what is to be said of it."""

    used: str
    note: str = ""
    is_whole: bool = True
    """False where something of it does not work, as `note` says, and the rest is used."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a run uses."""

    name: str
    is_configured: bool
    """Whether the user asked for it; what is used by default may fail without being wrong."""
    attempt: Callable[[], Awaitable[Tried]]
    """Raises where it does not work."""
    instead: str
    """What is used where it does not work."""
    limit_seconds: float = LIMIT_SECONDS


def parts_of(settings: Settings, stack: AsyncExitStack) -> list[Part]:
    """The parts that `settings` ask for, and those that stand in where they ask for none.

    What is opened to try them is closed with `stack`.
    """
    once = settings.model_copy(update={"llm_max_retries": 0})
    parts = [
        Part("Redis", bool(settings.redis_host), lambda: _redis(settings, stack), _NO_REDIS),
        Part("Chroma", _names_chroma(settings), lambda: _chroma(once, stack), _NOTHING),
        Part("report store", _names_reports(settings), lambda: _reports(settings), _NOTHING),
        Part("search", _names_search(settings), lambda: _search(settings, stack), _NOTHING),
        Part("model", _has_model(settings), lambda: _model(once, stack), _NO_MODEL,
             MODEL_LIMIT_SECONDS),
        Part("embedder", settings.embedder != "wordllama", lambda: _embedder(once, stack),
             _NOTHING, MODEL_LIMIT_SECONDS),
    ]  # fmt: skip
    if settings.job_queue_url:
        parts.insert(1, Part("queue", True, lambda: _queue(settings), _NOTHING))
    return parts


_NOTHING = "nothing"
_NO_REDIS = "the report store for jobs, memory for the cache"
_NO_MODEL = "no model: reports quote their sources"


def _names_chroma(settings: Settings) -> bool:
    return bool(settings.chroma_host or settings.chroma_persist_directory)


def _names_reports(settings: Settings) -> bool:
    return bool(settings.reports_bucket) or "reports_directory" in settings.model_fields_set


def _names_search(settings: Settings) -> bool:
    return bool(settings.searxng_url or settings.google_api_key.get_secret_value())


def _has_model(settings: Settings) -> bool:
    return bool(settings.openai_api_key.get_secret_value())


async def _redis(settings: Settings, stack: AsyncExitStack) -> Tried:
    if not settings.redis_host:
        return Tried(_NO_REDIS, "REDIS_HOST is not set")
    await try_redis(settings, stack)
    return Tried(f"{settings.redis_host}:{settings.redis_port}, database {settings.redis_db}")


async def _queue(settings: Settings) -> Tried:
    queue = await asyncio.to_thread(open_queue, settings)
    await queue.check()
    return Tried(settings.job_queue_url)


async def _chroma(settings: Settings, stack: AsyncExitStack) -> Tried:
    # Passages are filed under the embedder's name, so there must be one.
    embedder = await asyncio.to_thread(open_embedder, settings, stack)
    place, reasons = await try_vectors(settings, embedder, stack)
    if not reasons and not _names_chroma(settings):
        reasons = ("CHROMA_HOST is not set",)
        return Tried(f"{place}, for one run", *reasons)
    return Tried(place, "; ".join(reasons), is_whole=not reasons)


async def _reports(settings: Settings) -> Tried:
    """Writes, reads and removes a file."""
    store = await asyncio.to_thread(open_reports, settings)
    await _write_and_read(store, f"doctor-{token_hex(8)}.txt")
    if bucket := settings.reports_bucket:
        return Tried(f"the bucket {bucket}")
    return Tried(f"the folder {settings.reports_directory}")


async def _write_and_read(store: ReportStore, name: str) -> None:
    await store.put(name, TEXT, "text/plain")
    try:
        if (await store.get(name)).body != TEXT:
            raise StoreError(f"{name} is not what was written")
    finally:
        await store.delete(name)


async def _search(settings: Settings, stack: AsyncExitStack) -> Tried:
    """Asks all at once. Raises `StoreError` where none answers."""
    no_redis = settings.model_copy(update={"redis_host": ""})  # what is kept proves nothing
    searches, told = await open_web_searches(settings, stack, open_cache(no_redis, stack))
    answers = await asyncio.gather(*map(_found, searches))
    used = [found for found, _ in answers if found]
    failed = [why for _, why in answers if why]
    if not used:
        raise ResearchError("; ".join(failed))
    return Tried(", ".join(used), "; ".join([*failed, *told]), is_whole=not failed)


async def _found(search: WebSearch) -> tuple[str, str]:
    """What is used, or why it is not."""
    try:
        hits = await search.search(SEARCHED, HITS)
    except ResearchError as error:
        return "", f"{search.name}: {error}"
    return f"{search.name} ({len(hits) or 'no'} hits)", ""


async def _model(settings: Settings, stack: AsyncExitStack) -> Tried:
    """One short answer of each model, which costs a few dozen tokens."""
    model = open_language_model(settings, stack)
    if model is None:
        return Tried(_NO_MODEL, "OPENAI_API_KEY is not set")
    await model.ask(CALL)
    names = [settings.llm_model]
    if settings.llm_model_fast not in ("", settings.llm_model):
        await model.ask(_fast(CALL))
        names.append(settings.llm_model_fast)
    return Tried(f"{' and '.join(names)} at {settings.openai_base_url}")


async def _embedder(settings: Settings, stack: AsyncExitStack) -> Tried:
    embedder = await asyncio.to_thread(open_embedder, settings, stack)
    await embedder.embed([SEARCHED])
    return Tried(embedder.name)
