"""Models that keep their answers, so that the same call is not paid for twice.

`CachedModel` keeps them for all jobs and for a day, `JournalledModel` in the journal of one job,
where the next worker finds them if this one stops.
"""

import json
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256

from pydantic import ValidationError

from research.adapters.llm.answer_form import Keep, answer_schema
from research.cache import CacheManager
from research.domain.errors import NotStoredError
from research.domain.model_call import A, ModelAnswer, ModelCall, OnText, Usage
from research.ports import Journal, LanguageModel

KEEP_SECONDS = 24 * 3600.0
"""A day: long enough to repeat a run, short enough where a name comes to mean another model."""
_VERSION = "answer-1"
_STEP = "call-"


class CachedModel:
    """`ports.LanguageModel` that answers from the cache, and otherwise asks another model.

    Two calls are the same if model, instructions, material, form and length of the answer are,
    whatever their purpose. Of several at the same time only one is made.
    """

    def __init__(
        self, inner: LanguageModel, cache: CacheManager, *, model: str, fast_model: str, server: str
    ) -> None:
        """`server` is the address of the server that has the models."""
        self._inner = inner
        self._cache = cache
        self._models = {False: model, True: fast_model}
        self._server = server
        self._cached: Counter[str] = Counter()

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose, including the calls answered from the cache."""
        used: Mapping[str, Usage] = self._inner.usage()
        return {
            purpose: used.get(purpose, Usage()) + Usage(cached_calls=self._cached[purpose])
            for purpose in {**used, **self._cached}
        }

    async def ask(self, call: ModelCall[A], on_text: OnText | None = None) -> ModelAnswer[A]:
        """The answer. `on_text` gets a cached one in a single piece. Raises `ModelError`."""
        answers: list[ModelAnswer[A]] = []

        async def ask() -> str:
            answers.append(await self._inner.ask(call, on_text))
            return answers[0].value.model_dump_json()

        text = await self._cache.get_or_compute(
            self._key(call),
            ask,
            expire_after=KEEP_SECONDS,
            accept=lambda kept: _has_form(kept, call),
        )
        if answers:
            return answers[0]
        self._cached[call.purpose] += 1
        if on_text is not None:
            on_text(text)
        value = call.answer.model_validate_json(text)
        return ModelAnswer(value, Usage(cached_calls=1), self._models[call.is_small])

    def _key(self, call: ModelCall[A]) -> str:
        parts = (
            _VERSION,
            self._server,
            self._models[call.is_small],
            call.instructions,
            call.material,
            answer_schema(call.answer, Keep.EVERYTHING),
            call.max_answer_tokens,
        )
        return f"model:{sha256(json.dumps(parts).encode()).hexdigest()}"


class JournalledModel:
    """`ports.LanguageModel` for one job that answers from its journal, and otherwise asks another.

    The journal also keeps the usage of earlier runs of the job, so an answer from it costs nothing
    here.
    """

    def __init__(self, inner: LanguageModel, journal: Journal) -> None:
        self._inner = inner
        self._journal = journal
        self._kept: dict[str, Usage] = {}

    def usage(self) -> dict[str, Usage]:
        """What this run used, by purpose, including the calls answered from the journal."""
        used = self._inner.usage()
        for purpose, kept in self._kept.items():
            used[purpose] = used.get(purpose, Usage()) + kept
        return used

    async def ask(self, call: ModelCall[A], on_text: OnText | None = None) -> ModelAnswer[A]:
        """The answer. Raises `ModelError` and `StoreError`."""
        step = f"{_STEP}{_digest(call)}"
        try:
            value = call.answer.model_validate_json(await self._journal.load(step))
        except (NotStoredError, ValidationError):
            answer = await self._inner.ask(call, on_text)
            await self._journal.store(step, answer.value.model_dump_json().encode())
            return answer
        kept = Usage(cached_calls=1)
        self._kept[call.purpose] = self._kept.get(call.purpose, Usage()) + kept
        return ModelAnswer(value, kept, "journal")


def _has_form(kept: object, call: ModelCall[A]) -> bool:
    """Whether `kept`, which the cache may have damaged or mixed up, is an answer to `call`."""
    try:
        return isinstance(kept, str) and bool(call.answer.model_validate_json(kept))
    except ValidationError:
        return False


def _digest(call: ModelCall[A]) -> str:
    parts = (
        call.purpose,
        call.instructions,
        call.material,
        str(call.answer.model_json_schema()),
        str(call.max_answer_tokens),
        str(call.is_small),
    )
    return sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
