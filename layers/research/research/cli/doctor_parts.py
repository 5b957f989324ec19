"""What ``content-research doctor`` tries: each part as a run uses it, once and without retries."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from secrets import token_hex

from research.api.key_ring import KeyRing
from research.domain.errors import AllSearchesFailedError, RenderError, SearchError, StoreError
from research.domain.model_call import ModelCall
from research.domain.value import Value
from research.ports import ReportStore, WebSearch
from research.settings import Settings
from research.wiring.models import open_embedder, open_language_model
from research.wiring.search_and_fetch import open_children, open_renderer
from research.wiring.search_providers import configured_providers, places_with_keys
from research.wiring.searches import SearchOpener
from research.wiring.service import NO_AUTHENTICATION
from research.wiring.stores import check_redis, open_queue, open_reports
from research.wiring.vectors_and_cache import check_vectors, open_cache

LIMIT_SECONDS = 15.0
"""For one part. What asks a server has time-outs of its own, which are shorter."""
MODEL_LIMIT_SECONDS = 60.0
"""A local server may first have to load its model."""
PROBE_QUERY = "history of science"
"""What every engine has pages about."""
HITS = 5
_NO_REDIS = "the report store for jobs, memory for the cache"
_NO_MODEL = "no model: reports quote their sources"
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
class Outcome:
    """What trying a part showed: what is used, and a note on it."""

    used: str
    note: str = ""
    is_whole: bool = True
    """False where only a part of it works; `note` says what does not."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a run uses."""

    name: str
    is_configured: object
    """True, or not empty, where the user asked for it."""
    attempt: Callable[[], Awaitable[Outcome]]
    """Raises where it does not work."""
    instead: str = "nothing"
    """What is used where it does not work."""
    limit_seconds: float = LIMIT_SECONDS


def parts_of(settings: Settings, stack: AsyncExitStack) -> list[Part]:
    """The parts that `settings` ask for, and those that stand in where they ask for none.

    What is opened to try them is closed with `stack`.
    """
    once = settings.model_copy(update={"llm_max_retries": 0})
    names_search = configured_providers(settings) or places_with_keys(settings)[1:]
    names_reports = settings.reports_bucket or "reports_directory" in settings.model_fields_set
    parts = [
        Part("Redis", settings.redis_host, partial(_redis, settings, stack), _NO_REDIS),
        Part("Chroma", settings.keeps_passages, partial(_chroma, once, stack)),
        Part("authentication", settings.asks_for_keys, partial(_authentication, settings)),
        Part("report store", names_reports, partial(_reports, settings)),
        Part("search", names_search, partial(_search, settings, stack)),
        Part(
            "model",
            settings.openai_api_key.get_secret_value(),
            partial(_model, once, stack),
            _NO_MODEL,
            MODEL_LIMIT_SECONDS,
        ),
        Part(
            "embedder",
            settings.embedder != "wordllama",
            partial(_embedder, once, stack),
            limit_seconds=MODEL_LIMIT_SECONDS,
        ),
    ]
    if settings.fetch_render != "none":
        parts.append(Part("browser", True, partial(_browser, settings), limit_seconds=30.0))
    if settings.job_queue_url:
        parts.insert(1, Part("queue", settings.job_queue_url, partial(_queue, settings)))
    return parts


async def _redis(settings: Settings, stack: AsyncExitStack) -> Outcome:
    if not settings.redis_host:
        return Outcome(_NO_REDIS, "REDIS_HOST is not set")
    await check_redis(settings, stack)
    return Outcome(f"{settings.redis_host}:{settings.redis_port}, database {settings.redis_db}")


async def _authentication(settings: Settings) -> Outcome:
    if KeyRing.of(settings.api_keys, settings.api_key).is_required:
        return Outcome("the API asks for a key")
    return Outcome(NO_AUTHENTICATION, "neither API_KEY nor API_KEYS is set")


async def _queue(settings: Settings) -> Outcome:
    queue = await asyncio.to_thread(open_queue, settings)
    await queue.check()
    return Outcome(settings.job_queue_url)


async def _chroma(settings: Settings, stack: AsyncExitStack) -> Outcome:
    # Passages are filed under the embedder's name, so there must be one.
    embedder = await asyncio.to_thread(open_embedder, settings, stack)
    place, reasons = await check_vectors(settings, embedder, stack)
    if settings.keeps_passages:
        return Outcome(place, "; ".join(reasons), is_whole=not reasons)
    return Outcome(f"{place}, for one run", "; ".join(reasons) or "CHROMA_HOST is not set")


async def _reports(settings: Settings) -> Outcome:
    store = await asyncio.to_thread(open_reports, settings)
    await _write_and_read(store, f"doctor-{token_hex(8)}.txt")
    if bucket := settings.reports_bucket:
        return Outcome(f"the bucket {bucket}")
    return Outcome(f"the folder {settings.reports_directory}")


async def _write_and_read(store: ReportStore, name: str) -> None:
    await store.put(name, TEXT, "text/plain")
    try:
        if (await store.get(name)).body != TEXT:
            raise StoreError(f"{name} is not what was written")
    finally:
        await store.delete(name)


async def _search(settings: Settings, stack: AsyncExitStack) -> Outcome:
    no_redis = settings.model_copy(update={"redis_host": ""})  # what is kept proves nothing
    warnings: list[str] = []
    opener = SearchOpener(settings, stack, open_cache(no_redis, stack), warnings.append)
    answers = await asyncio.gather(*map(_search_once, opener.searches(places_with_keys(settings))))
    used = [found for found, _ in answers if found]
    failed = [why for _, why in answers if why]
    if not used:
        raise AllSearchesFailedError("; ".join(failed))
    return Outcome(", ".join(used), "; ".join([*failed, *warnings]), is_whole=not failed)


async def _search_once(search: WebSearch) -> tuple[str, str]:
    """What is used, or why it is not."""
    try:
        hits = await search.search(PROBE_QUERY, HITS)
    except SearchError as error:
        return "", f"{search.name}: {error}"
    return f"{search.name} ({len(hits) or 'no'} hits)", ""


async def _model(settings: Settings, stack: AsyncExitStack) -> Outcome:
    """One short answer of each model, which costs a few dozen tokens."""
    model = open_language_model(settings, stack, open_children(settings, stack))
    if model is None:
        return Outcome(_NO_MODEL, "OPENAI_API_KEY is not set")
    await model.ask(CALL)
    names = [settings.llm_model]
    if settings.llm_model_fast not in ("", settings.llm_model):
        await model.ask(replace(CALL, is_small=True))
        names.append(settings.llm_model_fast)
    return Outcome(f"{' and '.join(names)} at {settings.openai_base_url}")


async def _browser(settings: Settings) -> Outcome:
    warnings: list[str] = []
    renderer = open_renderer(settings, warnings.append)
    if renderer is None:
        raise RenderError(warnings[0])
    return Outcome(f"Chromium {await renderer.version()}")


async def _embedder(settings: Settings, stack: AsyncExitStack) -> Outcome:
    embedder = await asyncio.to_thread(open_embedder, settings, stack)
    await embedder.embed([PROBE_QUERY])
    return Outcome(embedder.name)
