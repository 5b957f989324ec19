"""What a server's error means, read from its wording: the one place that knows such words.

Servers agree on the format and not on the words. The patterns were collected from OpenAI, Azure,
Anthropic, Bedrock, Gemini, Vertex, Mistral, Groq, DashScope, Moonshot, xAI, DeepSeek, vLLM, SGLang,
llama.cpp, llama-cpp-python, Ollama, LM Studio and TGI. What none of them fits has no known meaning,
and `openai_model` finds out by trying what it can be.
"""

import re

_WORDS = re.IGNORECASE | re.DOTALL
_OVERFLOWS = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum context"
    r"|context (?:length|size|window|limit)"
    r"|(?:prompt|input|request|messages?|conversation)s? (?:\([^)]*\) )?(?:\w+ ){0,3}"
    r"(?:too (?:long|large)|exceed\w*|longer than)"
    r"|request too large|reduce the length|too many (?:input |prompt )?tokens"
    r"|(?:maximum|max|range of|allowed) (?:\w+ )?(?:prompt|input|sequence|model) (?:token )?length"
    r"|exceed\w* (?:the )?(?:\w+ ){0,3}(?:token|length|context|sequence)s? (?:limit|count|length)"
    r"|exceeds the maximum number of tokens|max_new_tokens` must be <="
    r"|input (?:token )?(?:count|length) .{0,20}exceed",
    _WORDS,
)
_REFUSES = re.compile(
    r"content_?filter|content_policy_violation|ResponsibleAIPolicyViolation"
    r"|data_inspection_failed",
    _WORDS,
)
_PARAMETERS = {
    "stream_options": re.compile(r"stream_options|include_usage"),
    "temperature": re.compile(r"\btemperature\b"),
    "seed": re.compile(r"\bseed\b"),
    "reasoning_effort": re.compile(r"reasoning[_ .]effort|\bthinking (?:is|mode)\b", _WORDS),
    "system": re.compile(
        r"\b(?:role|message|prompt|instruction|turn)s?\b.{0,60}\bsystem\b"
        r"|\bsystem['\"`]? (?:role|message|prompt|instruction|turn)"
        r"|roles must alternate|developer instruction|only user and assistant roles",
        _WORDS,
    ),
}
_FORM = re.compile(
    r"response_format|json_schema|json_object|\bjson mode|schema|grammar|structured|guided_json"
    r"|(?:min|max)_?(?:length|items)",
    _WORDS,
)
_TEXT_LIMITS = re.compile(r"(?:min|max)_?length|\bpattern\b|\bformat['\"]", _WORDS)
_NUMBER_LIMITS = re.compile(r"(?:min|max)_?items|(?:exclusive)?(?:min|max)imum['\"]", _WORDS)
_OF_KEY = re.compile(r"api.?key", re.IGNORECASE)
_MOST_ANSWER_TOKENS = re.compile(
    r"(?:at most|<=|less than or equal to|no more than|maximum (?:allowed )?(?:value )?(?:is|of|:)?"
    r"|\[\d+, ?|between \d+ and|up to) ?`?(\d[\d,]*)",
    _WORDS,
)
_WAIT = re.compile(
    r"(?:try again|retry|wait)(?: again)?(?:[ _]?(?:after|in|for))?[:\s\"']*(\d+(?:\.\d+)?) ?"
    r"(ms|milliseconds?|s|sec|seconds?|m|min|minutes?)?\b"
    r"|retry_?(?:delay|after)['\"]?\s*:\s*['\"]?(\d+(?:\.\d+)?)(ms|s)?",
    _WORDS,
)
_UNITS = {"ms": 0.001, "mi": 60.0, "m": 60.0}


def is_overflow(said: str) -> bool:
    """Whether the prompt is longer than the model takes."""
    return bool(_OVERFLOWS.search(said))


def is_refusal(said: str) -> bool:
    """Whether a filter, and not the form of the request, is the cause."""
    return bool(_REFUSES.search(said))


def is_about_key(said: str) -> bool:
    """Whether the key is the cause."""
    return bool(_OF_KEY.search(said))


def refused_parameters(said: str) -> frozenset[str]:
    """The parameters that are named, `system` for the role among them."""
    return frozenset(name for name, pattern in _PARAMETERS.items() if pattern.search(said))


def names_parameter(said: str, name: str) -> bool:
    """Whether `name` is named."""
    return bool(re.search(rf"\b{name}\b", said))


def is_about_form(said: str) -> bool:
    """Whether the form that the answer is to have is the cause."""
    return bool(_FORM.search(said))


def is_about_text_limits(said: str) -> bool:
    """Whether the limits of texts in a schema are."""
    return bool(_TEXT_LIMITS.search(said))


def is_about_number_limits(said: str) -> bool:
    """Whether the limits of counts and numbers in a schema are."""
    return bool(_NUMBER_LIMITS.search(said))


def most_answer_tokens(said: str) -> int | None:
    """The limit of an answer that is the highest a model takes, where the error names one."""
    found = _MOST_ANSWER_TOKENS.search(said)
    return int(found[1].replace(",", "")) if found else None


def wait_seconds(said: str) -> float | None:
    """How long to wait before the next try, where the error says so."""
    found = _WAIT.search(said)
    if not found:
        return None
    number, unit = found[1] or found[3], (found[2] or found[4] or "s").lower()
    return float(number) * _UNITS.get(unit[:2], _UNITS.get(unit, 1.0))
