"""Says what a program wrote, such as a warning or why a page was not read, in a report's language.

Such messages are English where they arise, and in the report's JSON. Each file of `messages/` has
one language's sentences by the English ones and, for messages that have none, by their codes.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter

from research.stages.render.frame import Frame

MAX_CHARACTERS = 2_000
MAX_DEPTH = 2
"""Messages in messages in messages."""
_NUMBERS = frozenset(("n", "total", "more", "limit", "seconds", "numbers", "status"))
_MESSAGES = frozenset(("error", "why", "what", "parts", "reason"))
"""Placeholders that stand for messages themselves, or for several, parted by semicolons."""


def message_in(frame: Frame, message: str, depth: int = 0) -> str:
    """`message`, or what a code stands for, in the language of `frame`; empty where that has no
    words for it.
    """
    own = frame.words.get(message) or _sentences(frame.language).get(message)
    if own is not None:
        return own
    if depth > MAX_DEPTH or len(message) > MAX_CHARACTERS:
        return ""
    for template in _templates(frame.language):
        values = _values(template, message)
        if values is not None:
            told = {
                name: _nested(frame, value, depth + 1) if name in _MESSAGES else value
                for name, value in values.items()
            }
            return _sentences(frame.language)[template].format_map(told)
    return ""


def _nested(frame: Frame, messages: str, depth: int) -> str:
    """Messages in a message, each with what it is about before it, such as "mail.pdf: ..."."""
    told = []
    for message in messages.split("; "):
        subject, colon, rest = message.partition(": ")
        own = message_in(frame, message, depth)
        if not own and colon and (about := message_in(frame, rest, depth)):
            own = f"{subject}: {about}"
        told.append(own or message)
    return "; ".join(told)


def _values(template: str, message: str) -> dict[str, str] | None:
    """What stands in `message` for the placeholders of `template`; None where it is another.

    By looking for the words between them, each as far left as it stands: no text takes long.
    """
    words, names = _parts(template)
    if not (message.startswith(words[0]) and message.endswith(words[-1])):
        return None
    values: list[str] = []
    at, end = len(words[0]), len(message) - len(words[-1])
    for word in words[1:-1]:
        found = message.find(word, at, end)
        if found < 0:
            return None
        values.append(message[at:found])
        at = found + len(word)
    values.append(message[at:end])
    is_filled = all(
        value and (name not in _NUMBERS or value[0].isdigit())
        for name, value in zip(names, values, strict=True)
    )
    return dict(zip(names, values, strict=True)) if is_filled else None


@cache
def _parts(template: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words before, between and after the placeholders of `template`, and their names."""
    words: list[str] = []
    names: list[str] = []
    for word, name, _, _ in Formatter().parse(template):
        words.append(word)
        names += [name] if name is not None else []
    return (*words, *[""][len(words) - len(names) :]), tuple(names)


@cache
def _templates(language: str) -> tuple[str, ...]:
    """The sentences with placeholders: those that begin with words first, the longest first."""

    def vagueness(sentence: str) -> tuple[bool, int]:
        words, _ = _parts(sentence)
        return not words[0], -sum(map(len, words))

    with_values = [sentence for sentence in _sentences(language) if _parts(sentence)[1]]
    return tuple(sorted(with_values, key=vagueness))


@cache
def _sentences(language: str) -> Mapping[str, str]:
    file = files("research.stages.render") / "messages" / f"{language}.json"
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found
