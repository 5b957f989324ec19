"""The variants of OpenAI's chat completions, and how the one that a server takes is found out.

The API is OpenAI's, but servers and models differ in whether they enforce a schema, in the name of
the limit of an answer, and in the parameters that they refuse. So the fullest request is sent
first, and after a refusal one without what was refused. A refused request costs only its time.
"""

import json
import re
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any
from urllib.parse import urlsplit

from openai import APIStatusError

from research.adapters.llm.answer_form import Keep, answer_schema
from research.adapters.llm.openai_client import error_details
from research.domain.model_call import ModelCall

SEED = 7
_OWN_HOSTS = ("openai.com", "azure.com")
_REFUSING = frozenset({400, 415, 422, 500, 501})
"""400 OpenAI and vLLM, 422 Mistral, 500 llama-cpp-python, 501 Vertex."""
_OF_FORM = re.compile(
    r"response_format|json_schema|json_object|schema|grammar|structured|(?:min|max)_?(?:length|items)",
    re.IGNORECASE,
)
_PARAMETERS = {
    "stream_options": re.compile(r"stream_options|include_usage"),
    "temperature": re.compile(r"\btemperature\b"),
    "seed": re.compile(r"\bseed\b"),
    "system": re.compile(r"\bsystem (?:role|message|prompt)|role .{0,20}\bsystem\b", re.IGNORECASE),
}
_OTHER_FAULTS = re.compile(r"api.?key|too large|at most", re.IGNORECASE)
_LIMITS = ("max_tokens", "max_completion_tokens")


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

    @classmethod
    def expected_at(cls, base_url: str) -> "Dialect":
        """The dialect to try first: OpenAI's and Azure's are known, other servers may take all.

        Others get `max_tokens`, because those that don't know `max_completion_tokens` ignore it
        and don't limit the answer.
        """
        host = urlsplit(base_url).hostname or ""
        if any(host == own or host.endswith(f".{own}") for own in _OWN_HOSTS):
            return cls(Form.NUMBERED_SCHEMA, "max_completion_tokens")
        return cls()

    def request(self, call: ModelCall[Any], model: str, *, is_streamed: bool) -> dict[str, Any]:
        """The parameters of a chat completion for `call`."""
        request: dict[str, Any] = {
            "model": model,
            "messages": self._messages(call),
            self.limit: call.max_answer_tokens,
            "temperature": 0,
            "seed": SEED,
        }
        if is_streamed:
            request |= {"stream": True, "stream_options": {"include_usage": True}}
        if self.form <= Form.BARE_SCHEMA:
            schema = answer_schema(call.answer, Keep(self.form))
            named = {"name": call.answer.__name__, "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": named}
        if self.form == Form.ANY_OBJECT:
            request["response_format"] = {"type": "json_object"}
        return {name: value for name, value in request.items() if name not in self.refused}

    def after(self, error: APIStatusError) -> "Dialect | None":
        """The dialect to try after `error`; None if the error is not about the dialect."""
        said = error_details(error)
        if error.status_code not in _REFUSING or _OTHER_FAULTS.search(said):
            return None
        for name, pattern in _PARAMETERS.items():
            if name not in self.refused and pattern.search(said):
                return replace(self, refused=self.refused | {name})
        other = _LIMITS[1 - _LIMITS.index(self.limit)]
        if other not in self.refused and re.search(rf"\b{self.limit}\b", said):
            return replace(self, limit=other, refused=self.refused | {self.limit})
        if self.form < Form.TEXT and (self.is_meant_by(error) or error.status_code < 500):
            return replace(self, form=Form(self.form + 1))
        if self.form < Form.ANY_OBJECT:
            return replace(self, form=Form.ANY_OBJECT)  # a 5xx that names no cause
        return None

    def is_meant_by(self, error: APIStatusError) -> bool:
        """Whether `error` is about the form of the answer, so that sending it again is useless."""
        return error.status_code in _REFUSING and bool(_OF_FORM.search(error_details(error)))

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
