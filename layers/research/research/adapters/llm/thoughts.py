"""The thoughts that some models write before their answer, in the same text.

DeepSeek R1, Qwen and others end them with ``</think>``, with or without a start tag, since a chat
template may have written that; Magistral with ``[/THINK]``, gpt-oss with the mark of its last
channel, where a server leaves the marks in.
"""

import re

_END = re.compile(
    r"</(?:think|thinking|thought|reasoning)>|\[/THINK\]|<\|channel\|>final<\|message\|>",
    re.IGNORECASE,
)
_START = re.compile(
    r"<(?:think|thinking|thought|reasoning)>|\[THINK\]|<\|channel\|>analysis<\|message\|>",
    re.IGNORECASE,
)


def without_thoughts(text: str) -> str:
    """What `text` says after its thoughts; nothing, where they have no end."""
    ends = list(_END.finditer(text))
    if ends:
        return text[ends[-1].end() :]
    return "" if _START.match(text.lstrip()) else text
