"""How many tokens a text has at most, without the model's tokenizer.

A budget that holds needs a bound, not an average. A tokenizer over bytes makes no more tokens than
there are bytes, so a byte counts as one token; except that two of a lower-case letter or a space
count as one: such text has about four to a token, and even letters at random have two.
"""

import json
import re
from typing import Any

from research.adapters.llm.answer_schema import Keep, answer_schema
from research.domain.model_call import ModelCall

FRAME_TOKENS = 300
"""What a request has around our texts: roles, our wording of the form, the server's template."""
_LIGHT = re.compile(r"[a-z ]")


def most_tokens(text: str) -> int:
    """No fewer tokens than any common tokenizer makes of `text`; of prose, about twice as many."""
    light = len(_LIGHT.findall(text))
    return len(text.encode("utf-8", "replace")) - light + (light + 1) // 2


def most_prompt_tokens(call: ModelCall[Any]) -> int:
    """No fewer tokens than a request for `call` has, its schema included."""
    schema = json.dumps(answer_schema(call.answer, Keep.EVERYTHING))
    return sum(map(most_tokens, (call.instructions, call.material, schema))) + FRAME_TOKENS
