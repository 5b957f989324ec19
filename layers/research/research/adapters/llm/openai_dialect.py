"""The variants of OpenAI's chat completions, and how the one that a server takes is found out.

The API is OpenAI's, but servers and models differ in whether they enforce a schema, in the name of
the limit of an answer, and in the parameters that they refuse. So the fullest request is sent
first, and after a refusal one without what was refused; where the error names no cause, the
plainest one. A refused request costs only its time.
"""

import json
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any
from urllib.parse import urlsplit

from openai import APIStatusError

from research.adapters.llm import openai_wording as wording
from research.adapters.llm.answer_form import Keep, answer_schema
from research.adapters.llm.openai_client import error_details
from research.domain.model_call import ModelCall

SEED = 7
LEAST_ANSWER_TOKENS = 256
"""A lower limit of answers than this, named in an error, means something else."""
NO_LIMIT = 1 << 60
_OWN_HOSTS = ("openai.com", "azure.com")
_REFUSING = frozenset({400, 415, 422, 500, 501})
"""400 OpenAI and vLLM, 422 Mistral, 500 llama-cpp-python, 501 Vertex."""
_LIMITS = ("max_tokens", "max_completion_tokens")
_OPTIONAL = frozenset({"temperature", "seed", "stream", "stream_options", "reasoning_effort"})
"""Without a stream, an answer has its usage though that can't be asked for."""


class Form(IntEnum):
    """How a server is given the form of the answer, in the order of how many servers take it."""

    FULL_SCHEMA = 0
    NUMBERED_SCHEMA = 1
    BARE_SCHEMA = 2
    ANY_OBJECT = 3
    TEXT = 4


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server and model take: the form of the answer, the name of its limit, parameters."""

    form: Form = Form.FULL_SCHEMA
    limit: str = "max_tokens"
    refused: frozenset[str] = frozenset()
    """Parameters that are left out, and a name of the limit that was refused."""
    most_answer_tokens: int | None = None
    """The highest limit of an answer that the model takes, where that was told."""
    reasoning_effort: str = ""
    """How long a model is asked to think; empty: as long as it does unasked."""

    @classmethod
    def expected_at(cls, base_url: str, reasoning_effort: str = "") -> "Dialect":
        """The dialect to try first: OpenAI's and Azure's are known, other servers may take all.

        Others get `max_tokens`, because those that don't know `max_completion_tokens` ignore it
        and don't limit the answer.
        """
        host = urlsplit(base_url).hostname or ""
        if any(host == own or host.endswith(f".{own}") for own in _OWN_HOSTS):
            return cls(
                Form.NUMBERED_SCHEMA, "max_completion_tokens", reasoning_effort=reasoning_effort
            )
        return cls(reasoning_effort=reasoning_effort)

    def request(self, call: ModelCall[Any], model: str, *, is_streamed: bool) -> dict[str, Any]:
        """The parameters of a chat completion for `call`."""
        request: dict[str, Any] = {
            "model": model,
            "messages": self._messages(call),
            self.limit: min(call.max_answer_tokens, self.most_answer_tokens or NO_LIMIT),
            "temperature": 0,
            "seed": SEED,
        }
        if self.reasoning_effort:
            request["reasoning_effort"] = self.reasoning_effort
        if is_streamed:
            request |= {"stream": True, "stream_options": {"include_usage": True}}
        if self.form <= Form.BARE_SCHEMA:
            schema = answer_schema(call.answer, Keep(self.form))
            named = {"name": call.answer.__name__, "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": named}
        if self.form == Form.ANY_OBJECT:
            request["response_format"] = {"type": "json_object"}
        return {name: value for name, value in request.items() if name not in self.refused}

    def after(self, error: APIStatusError, answer_tokens: int) -> "Dialect | None":
        """The dialect without what `error` names; None if it names nothing that can be left out.

        `answer_tokens` is the limit of the answer that was asked for.
        """
        said = error_details(error)
        if error.status_code not in _REFUSING or wording.is_about_key(said):
            return None
        if named := wording.refused_parameters(said) - self.refused:
            return replace(self, refused=self.refused | named)
        if wording.names_parameter(said, self.limit):
            return self._with_another_limit(said, answer_tokens)
        if self.form < Form.TEXT and wording.is_about_form(said):
            return replace(self, form=self._form_after(said))
        return None

    def plainest(self, error: APIStatusError) -> "Dialect | None":
        """The dialect without all that can be left out, to try where `error` names no cause.

        None if this is the plainest. A 5xx is seldom about more than the schema.
        """
        if error.status_code not in _REFUSING or wording.is_about_key(error_details(error)):
            return None
        if error.status_code >= 500:
            return replace(self, form=Form.ANY_OBJECT) if self.form < Form.ANY_OBJECT else None
        plain = replace(self, form=Form.TEXT, refused=self.refused | _OPTIONAL)
        return None if plain == self else plain

    def is_simpler_than(self, other: "Dialect") -> bool:
        """Whether it leaves out all that `other` does, and more."""
        most, others_most = (one.most_answer_tokens or NO_LIMIT for one in (self, other))
        return (
            self != other
            and self.form >= other.form
            and self.refused >= other.refused
            and most <= others_most
        )

    def is_meant_by(self, error: APIStatusError) -> bool:
        """Whether `error` is about the form of the answer, so that sending it again is useless."""
        return error.status_code in _REFUSING and wording.is_about_form(error_details(error))

    def _with_another_limit(self, said: str, answer_tokens: int) -> "Dialect | None":
        """The limit by its other name, or not above the highest that is taken."""
        other = _LIMITS[1 - _LIMITS.index(self.limit)]
        most = wording.most_answer_tokens(said)
        if most is not None and LEAST_ANSWER_TOKENS <= most < answer_tokens:
            return (
                None if most == self.most_answer_tokens else replace(self, most_answer_tokens=most)
            )
        if most is None and "too large" not in said and other not in self.refused:
            return replace(self, limit=other, refused=self.refused | {self.limit})
        return None

    def _form_after(self, said: str) -> Form:
        """The fullest form that leaves out what is named: one refusal is enough to find it."""
        if self.form == Form.ANY_OBJECT:
            return Form.TEXT
        if wording.is_about_text_limits(said) and self.form < Form.NUMBERED_SCHEMA:
            return Form.NUMBERED_SCHEMA
        if wording.is_about_number_limits(said) and self.form < Form.BARE_SCHEMA:
            return Form.BARE_SCHEMA
        return Form.ANY_OBJECT

    def _messages(self, call: ModelCall[Any]) -> list[dict[str, str]]:
        instructions = call.instructions
        if self.form >= Form.ANY_OBJECT:
            schema = json.dumps(answer_schema(call.answer, Keep.EVERYTHING), ensure_ascii=False)
            instructions += f"\nAnswer with one JSON object of this JSON Schema alone:\n{schema}"
        if "system" in self.refused:
            return [{"role": "user", "content": f"{instructions}\n\n{call.material}"}]
        return [
            {"role": "system", "content": instructions},
            {"role": "user", "content": call.material},
        ]
