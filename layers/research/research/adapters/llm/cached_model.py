"""A model whose answers are kept: the same call is not paid for twice."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import sha256

from pydantic import ValidationError

from research.adapters.llm.answer_schema import Keep, answer_schema
from research.cache import CacheManager
from research.domain.model_call import A, ModelAnswer, ModelCall
from research.domain.usage import Usage
from research.ports import LanguageModel

KEEP_SECONDS = 24 * 3600.0
"""A day: long enough for a run that is repeated, short enough for a model behind a moving name."""
_VERSION = "answer-1"


class CachedModel:
    """`ports.LanguageModel` over another, with its answers kept as JSON.

    Which calls are the same: those to one model with the same instructions, material, form and
    length of answer, whatever their purpose. Of several at once one is made.
    """

    def __init__(
        self, inner: LanguageModel, cache: CacheManager, *, model: str, fast_model: str, server: str
    ) -> None:
        """`server` is the address that the models' names belong to."""
        self._inner = inner
        self._cache = cache
        self._models = {False: model, True: fast_model}
        self._server = server
        self._cached: Counter[str] = Counter()

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose, with the calls that were not made."""
        used: Mapping[str, Usage] = self._inner.usage()
        return {
            purpose: used.get(purpose, Usage()) + Usage(cached_calls=self._cached[purpose])
            for purpose in {**used, **self._cached}
        }

    async def ask(
        self, call: ModelCall[A], on_text: Callable[[str], None] | None = None
    ) -> ModelAnswer[A]:
        """As the port says. `on_text` hears an answer that was kept at once."""
        made: list[ModelAnswer[A]] = []

        async def ask_and_keep() -> str:
            made.append(await self._inner.ask(call, on_text))
            return made[0].value.model_dump_json()

        text = await self._cache.get_or_compute(
            self._key(call),
            ask_and_keep,
            expire_after=KEEP_SECONDS,
            accept=lambda kept: _has_form(kept, call),
        )
        if made:
            return made[0]
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


def _has_form(kept: object, call: ModelCall[A]) -> bool:
    try:
        return isinstance(kept, str) and bool(call.answer.model_validate_json(kept))
    except ValidationError:
        return False
