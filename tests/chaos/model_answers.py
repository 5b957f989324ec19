"""What the stand-in for a model answers: the form that is asked for, filled from the prompt."""

import re
from typing import Any

from tests.fakes.shown_sentences import numbered, sections
from tests.loopback_model import Body

_BLOCK = re.compile(
    r"<<(?P<mark>\w+) (?P<label>[^\n:]*)(?:: |\n)(?P<text>.*?)\s(?P=mark)>>", re.DOTALL
)
_CLAIM = re.compile(r"^\d+\. \(cites", re.MULTILINE)
LEAST_CHARACTERS = 20
ASKED = (
    "How much did the {} ferry cost?",
    "Who paid for the {} ferry?",
    "How many people does the {} ferry carry?",
)


def answer_to(body: Body, town: str) -> dict[str, Any]:
    """An answer of the form that `body`, a chat completion's request about `town`, wants."""
    wanted = body["response_format"]["json_schema"]["schema"]["properties"]
    prompt = "\n".join(str(message["content"]) for message in body["messages"])
    blocks = [(each["label"], each["text"]) for each in _BLOCK.finditer(prompt)]
    if "sections" in wanted:
        return sections(prompt, _cited(blocks))
    if "judgements" in wanted:
        count = sum(len(_CLAIM.findall(text)) for label, text in blocks if label == "sentences")
        numbers = range(1, count + 1)
        return {"judgements": [{"claim": one, "verdict": "supported"} for one in numbers]}
    if "questions" in wanted:
        asked = [question.format(town) for question in ASKED]
        return {"questions": [{"question": one, "queries": [one[:60]]} for one in asked]}
    if "clarifying_question" in wanted:
        return {"clarifying_question": f"Which {town} ferry, the old one or the new one?"}
    if "title" in wanted:
        said = [{"text": f"The {town} ferry was paid for.", "claims": [1]}]
        return {"title": f"The {town} ferry", "answers": [{"part": 1, "sentences": said}]}
    return {"gaps": []} if "gaps" in wanted else {"sentences": []}


def _cited(blocks: list[tuple[str, str]]) -> list[dict[str, object]]:
    """The first sentences of each page."""
    return [
        {"text": sentence[:500], "cites": [number]}
        for label, text in blocks
        if label.startswith("page")
        for number, sentence in numbered(text)[:3]
        if len(sentence) > LEAST_CHARACTERS
    ]
