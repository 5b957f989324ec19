"""What a call to a model costs: the prices of well-known models, and the most tokens it can have.

Prices are those of the standard tier, without discounts (for cached input, batches or off-peak
hours) or surcharges (for prompts of more than 272,000 tokens, which never occur here): what is paid
is this or less. They change without notice, so check them before relying on them; the setting
`LLM_PRICES` replaces and adds to them.

Tokens are bounded from above without the model's tokenizer, because a budget must hold. A tokenizer
over bytes makes no more tokens than there are bytes, so each byte counts as one token; except that
two lower-case letters or spaces count as one: such text has about four a token, and even random
letters have two.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from research.adapters.llm.answer_form import Keep, answer_schema
from research.domain.model_call import ModelCall, Usage

PRICES_AS_OF = "2026-11-25"
"""On that day all prices were compared with the table of litellm 1.110.2, which is made from the
makers' price lists; the lists themselves could not be read here:

- https://developers.openai.com/api/docs/pricing
- https://ai.google.dev/gemini-api/docs/pricing
- https://platform.claude.com/docs/en/about-claude/pricing
- https://mistral.ai/pricing
- https://api-docs.deepseek.com/quick_start/pricing

What changed since the summer was found in a second, dated place too: GPT-5.6's lower prices (July
30 and October 3) and GPT-6's (September 3, 22 and 30). DeepSeek's higher ones were not.
"""

FRAME_TOKENS = 300
"""What a request adds to its texts: roles, the wording around the schema, the server's template."""
_LIGHT = re.compile(r"[a-z ]")
_DATE = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{8})$")
_MILLION = 1_000_000


class Price(NamedTuple):
    """US dollars per million tokens."""

    prompt: float
    answer: float

    def usd(self, prompt_tokens: int, answer_tokens: int) -> float:
        """The cost of so many tokens."""
        return (self.prompt * prompt_tokens + self.answer * answer_tokens) / _MILLION


PRICES: Mapping[str, Price] = {
    "gpt-6.1-sol": Price(2.0, 10.0),
    "gpt-6-astra": Price(10.0, 50.0),
    "gpt-6-sol": Price(2.0, 10.0),
    "gpt-6-luna": Price(0.1, 0.5),
    "gpt-5.6-sol": Price(4.0, 20.0),
    "gpt-5.6-terra": Price(2.0, 12.0),
    "gpt-5.6-luna": Price(0.2, 1.2),
    "gpt-5.5": Price(5.0, 30.0),
    "gpt-5.4": Price(2.5, 15.0),
    "gpt-5.4-mini": Price(0.75, 4.5),
    "gpt-5.4-nano": Price(0.2, 1.25),
    "gpt-5.1": Price(1.25, 10.0),
    "gpt-5": Price(1.25, 10.0),
    "gpt-5-mini": Price(0.25, 2.0),
    "gpt-5-nano": Price(0.05, 0.4),
    "gpt-4.1": Price(2.0, 8.0),
    "gpt-4.1-mini": Price(0.4, 1.6),
    "gpt-4.1-nano": Price(0.1, 0.4),
    "gpt-4o": Price(2.5, 10.0),
    "gpt-4o-mini": Price(0.15, 0.6),
    "o3": Price(2.0, 8.0),
    "o4-mini": Price(1.1, 4.4),
    "claude-opus-5-5": Price(4.0, 20.0),
    "claude-opus-4-7": Price(5.0, 25.0),
    "claude-sonnet-4-6": Price(3.0, 15.0),
    "claude-haiku-4-5": Price(1.0, 5.0),
    "gemini-3.1-flash-lite": Price(0.25, 1.5),
    "gemini-2.5-flash-lite": Price(0.1, 0.4),
    "mistral-small-2603": Price(0.15, 0.6),
    "deepseek-v4-flash": Price(0.3, 1.2),
}


class PriceTable:
    """The prices of models: those that are given, then those of `PRICES`."""

    def __init__(self, given: Mapping[str, tuple[float, float]] | None = None) -> None:
        self._prices = {**PRICES, **{model: Price(*two) for model, two in (given or {}).items()}}

    def price(self, model: str) -> Price | None:
        """The price of `model`, or of the model that it is a dated version of; None if unknown."""
        return self._prices.get(model) or self._prices.get(_DATE.sub("", model))

    def usage(self, model: str, prompt_tokens: int, answer_tokens: int) -> Usage:
        """The usage of one call to `model`, with its cost where the price is known."""
        price = self.price(model)
        return Usage(
            calls=1,
            prompt_tokens=prompt_tokens,
            answer_tokens=answer_tokens,
            usd=None if price is None else price.usd(prompt_tokens, answer_tokens),
        )


def most_tokens(text: str) -> int:
    """An upper bound of the tokens in `text`; for prose about twice the true number."""
    light = len(_LIGHT.findall(text))
    return len(text.encode("utf-8", "replace")) - light + (light + 1) // 2


def most_prompt_tokens(call: ModelCall[Any]) -> int:
    """An upper bound of the tokens in a request for `call`, its schema included."""
    schema = json.dumps(answer_schema(call.answer, Keep.EVERYTHING))
    return sum(map(most_tokens, (call.instructions, call.material, schema))) + FRAME_TOKENS
