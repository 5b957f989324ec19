"""Dialects of servers that speak OpenAI's chat completions: a stand-in that answers in any of them.

Each is a function of a request and of the answer that is to be given, and writes what such a server
sends: a refusal, or the answer in its own way.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tests.loopback_model import DONE, STREAM, Body, bodied, event, piece, whole

THOUGHT_TOKENS = 1_400
THOUGHT = "Let me see what the passages say. " * 160


class Said(NamedTuple):
    """An answer, and what it takes."""

    text: str
    prompt_tokens: int
    answer_tokens: int

    def usage(self, thought_tokens: int = 0) -> dict[str, Any]:
        """As a server counts it."""
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.answer_tokens + thought_tokens,
        }


Dialect = Callable[[Body, Said], bytes]


def plain(body: Body, said: Said) -> bytes:
    """As asked: streamed or whole."""
    if not body.get("stream"):
        return whole({"content": said.text}, "stop", said.usage())
    sent = STREAM + piece(said.text) + piece(finish="stop")
    if body.get("stream_options"):
        sent += event(usage=said.usage())
    return sent + DONE


def limit_of(body: Body) -> int:
    """The tokens that the answer may have."""
    return int(body.get("max_completion_tokens") or body.get("max_tokens") or 1 << 30)


def thinks(where: str) -> Dialect:
    """Thinks first, and has nothing left for the answer where its limit is low. The thoughts are
    `apart`, in `tags` of the text, or `hidden`: the count alone shows them.
    """

    def answer(body: Body, said: Said) -> bytes:
        limit = limit_of(body)
        is_cut = limit < THOUGHT_TOKENS + said.answer_tokens
        usage = said.usage(THOUGHT_TOKENS)
        if is_cut:
            usage["completion_tokens"] = limit
        if where == "apart":
            thought = min(limit, THOUGHT_TOKENS)
            usage["completion_tokens_details"] = {"reasoning_tokens": thought}
            message = {"reasoning_content": THOUGHT, "content": None if is_cut else said.text}
        elif where == "tags":
            ended = f"{THOUGHT}</think>\n\n{said.text}"
            message = {"content": f"<think>{THOUGHT if is_cut else ended}"}
        else:
            message = {"content": "" if is_cut else said.text}
        return _sent(body, message, "length" if is_cut else "stop", usage)

    return answer


def capped(most: int, inner: Dialect) -> Dialect:
    """Refuses a limit of the answer above `most`."""
    return refuses(
        lambda body: limit_of(body) > most,
        f"max_tokens is too large: this model supports at most {most} completion tokens",
        inner,
    )


def parts(body: Body, said: Said) -> bytes:
    """The content is a list: thoughts, then text."""
    thought = {"type": "thinking", "thinking": [{"type": "text", "text": "Hm. " * 20}]}
    content = [thought, {"type": "text", "text": said.text}]
    return _sent(body, {"content": content}, "stop", said.usage())


def refuses(
    when: Callable[[Body], bool], message: str, otherwise: Dialect = plain, status: int = 400
) -> Dialect:
    """An error where `when` says so."""

    def answer(body: Body, said: Said) -> bytes:
        if not when(body):
            return otherwise(body, said)
        sent = json.dumps({"error": {"message": message, "type": "invalid_request_error"}})
        return failed(status, sent)

    return answer


def errs_with_200(when: Callable[[Body], bool], error: object) -> Dialect:
    """An error in a success, where `when` says so."""

    def answer(body: Body, said: Said) -> bytes:
        return bodied(json.dumps({"error": error}).encode()) if when(body) else plain(body, said)

    return answer


def once(error: bytes) -> Dialect:
    """`error` to the first request of a prompt, and then answers."""
    refused: set[str] = set()

    def answer(body: Body, said: Said) -> bytes:
        prompt = json.dumps(body["messages"])
        is_first = prompt not in refused
        refused.add(prompt)
        return error if is_first else plain(body, said)

    return answer


def failed(status: int, sent: str) -> bytes:
    """An error with its headers."""
    head = f"HTTP/1.1 {status} No\r\nContent-Type: application/json\r\nConnection: close\r\n"
    return f"{head}Content-Length: {len(sent.encode())}\r\n\r\n{sent}".encode()


def has_system(body: Body) -> bool:
    """Whether there is a message of the system."""
    return any(message["role"] == "system" for message in body["messages"])


def has(*names: str) -> Callable[[Body], bool]:
    """Whether any of these parameters is sent."""
    return lambda body: any(name in body for name in names)


def has_schema(body: Body) -> bool:
    """Whether a schema is sent."""
    return body.get("response_format", {}).get("type") == "json_schema"


def is_longer(characters: int) -> Callable[[Body], bool]:
    """Whether the prompt is longer than that."""
    return lambda body: sum(len(one["content"]) for one in body["messages"]) > characters


def _streamed_unasked(body: Body, said: Said) -> bytes:
    half = len(said.text) // 2
    sent = STREAM + piece(said.text[:half]) + piece(said.text[half:]) + piece(finish="stop")
    return sent + event(usage=said.usage()) + DONE


def _whole_unasked(body: Body, said: Said) -> bytes:
    return whole({"content": said.text}, "stop", said.usage())


def _json_then_done(body: Body, said: Said) -> bytes:
    answer = _whole_unasked(body, said).split(b"\r\n\r\n", 1)[1]
    return bodied(answer + b"\n\ndata: [DONE]\n\n")


def _events_without_blank_lines(body: Body, said: Said) -> bytes:
    half = len(said.text) // 2
    events = [piece(said.text[:half]), piece(said.text[half:]), piece(finish="stop")]
    lines = b"".join(one.strip() + b"\n" for one in [*events, event(usage=said.usage()), DONE])
    return STREAM + lines


def _fenced_without_end(body: Body, said: Said) -> bytes:
    text = f"Here it is:\n```json\n{said.text}\n```\n"
    if body.get("stream"):
        return STREAM + piece(text) + event(usage=said.usage()) + DONE
    message = {"role": "assistant", "content": text}
    return bodied(json.dumps({"choices": [{"message": message}], "usage": said.usage()}).encode())


def _called(body: Body, said: Said) -> bytes:
    function = {"name": "answer", "arguments": said.text}
    message = {"content": None, "tool_calls": [{"type": "function", "function": function}]}
    return _sent(body, message, "tool_calls", said.usage())


def _uncounted(body: Body, said: Said) -> bytes:
    return _sent(body, {"content": said.text}, "stop", None)


def _sent(body: Body, message: Mapping[str, Any], finish: str, usage: object) -> bytes:
    if not body.get("stream"):
        return whole({"role": "assistant", **message}, finish, usage)
    sent = STREAM + piece(**message) + piece(finish=finish)
    return sent + (event(usage=usage) if usage else b"") + DONE


NO_SCHEMA = "'response_format' of type 'json_schema' is not supported with this model."
STATELESS: dict[str, Dialect] = {
    "as OpenAI": plain,
    "thinks, apart": thinks("apart"),
    "thinks, in tags": thinks("tags"),
    "thinks, hidden": thinks("hidden"),
    "thinks, and has a highest limit": capped(6_000, thinks("apart")),
    "content in parts": parts,
    "no system role (OpenAI)": refuses(
        has_system, "'messages[0].role' does not support 'system' with this model."
    ),
    "no system role (a template)": refuses(
        has_system, "Conversation roles must alternate user/assistant/user/assistant/..."
    ),
    "no system role (Gemma at Google)": refuses(
        has_system, "Developer instruction is not enabled for models/gemma-3-27b-it"
    ),
    "streams unasked": _streamed_unasked,
    "does not stream": _whole_unasked,
    "JSON and then done": _json_then_done,
    "events without blank lines": _events_without_blank_lines,
    "a fence, and no reason why it ended": _fenced_without_end,
    "calls a function": _called,
    "counts nothing": _uncounted,
    "temperature and seed refused": refuses(
        has("temperature", "seed"), "Unsupported parameters: temperature, seed"
    ),
    "max_tokens refused": refuses(
        has("max_tokens"), "'max_tokens' is not supported. Use 'max_completion_tokens' instead."
    ),
    "no schema": refuses(has_schema, NO_SCHEMA),
    "no schema, told with 200": errs_with_200(has_schema, {"message": NO_SCHEMA, "code": 400}),
    "no schema, told in a word with 200": errs_with_200(has_schema, "json_schema is unavailable"),
    "no form": refuses(has("response_format"), "response_format is not supported"),
    "no form, and names no cause": refuses(has("response_format"), "Bad Request"),
    "no schema, and a 500 without words": refuses(has_schema, "Internal Server Error", status=500),
}
BUSY = {
    "busy, told in the text": failed(
        429, '{"error": {"message": "Rate limit. Please try again in 20ms."}}'
    ),
    "busy, told with 200": bodied(
        b'{"error": {"code": 429, "message": "busy", "retry_after": 0.02}}'
    ),
}
DIALECTS = (*STATELESS, *BUSY)
"""By what is particular about them."""


def dialect(name: str) -> Dialect:
    """A server of that name of `DIALECTS`, new: nobody has asked it."""
    return once(BUSY[name]) if name in BUSY else STATELESS[name]


OVERFLOWS = {
    "OpenAI": "This model's maximum context length is 4096 tokens.",
    "xAI": "This model's maximum prompt length is 131072 but the request contains 140000 tokens.",
    "DashScope": "Range of input length should be [1, 30720]",
    "Moonshot": "Invalid request: Your request exceeded model token limit: 8192",
    "vLLM": "The prompt (total length 5000) is too long to fit into the model.",
    "Anthropic": "prompt is too long: 210000 tokens > 200000 maximum",
    "Gemini": "The input token count (9000) exceeds the maximum number of tokens allowed (8192).",
    "Cohere": "too many tokens: size limit exceeded by 900 tokens",
    "no words that we know": "Ihre Anfrage passt nicht in dieses Modell.",
}
"""What servers say of a prompt that is too long."""


def schema_of(body: Body) -> Any:
    """The schema that a request has, as a parameter or in its words; None where it has none."""
    given = body.get("response_format", {}).get("json_schema")
    if given:
        return given["schema"]
    text = "\n".join(message["content"] for message in body["messages"])
    found = re.search(r"of this JSON Schema alone:\n(\{.*)", text)
    return json.JSONDecoder().raw_decode(found[1])[0] if found else None
