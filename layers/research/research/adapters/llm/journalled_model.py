"""A model whose answers are kept in the job's journal: no worker pays for a call twice."""

from collections.abc import Callable
from hashlib import sha256

from pydantic import ValidationError

from research.domain.errors import NotStoredError
from research.domain.model_call import A, ModelAnswer, ModelCall
from research.domain.usage import Usage
from research.ports import Journal, LanguageModel

_STEP = "call-"


class JournalledModel:
    """`ports.LanguageModel` before another, for one job.

    The journal knows a call by all that it says. What a call was paid for in an earlier run is in
    the usage that the journal keeps, so here it counts as kept and costs nothing.
    """

    def __init__(self, inner: LanguageModel, journal: Journal) -> None:
        self._inner = inner
        self._journal = journal
        self._kept: dict[str, Usage] = {}

    def usage(self) -> dict[str, Usage]:
        """What this run used, by purpose, with the calls that were kept."""
        used = self._inner.usage()
        for purpose, kept in self._kept.items():
            used[purpose] = used.get(purpose, Usage()) + kept
        return used

    async def ask(
        self, call: ModelCall[A], on_text: Callable[[str], None] | None = None
    ) -> ModelAnswer[A]:
        """The answer, from the journal if it is there. Raises `ModelError`, `StoreError`."""
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


def _digest(call: ModelCall[A]) -> str:
    said = (
        call.purpose,
        call.instructions,
        call.material,
        str(call.answer.model_json_schema()),
        str(call.max_answer_tokens),
        str(call.is_small),
    )
    return sha256("\x00".join(said).encode("utf-8", "replace")).hexdigest()[:32]
