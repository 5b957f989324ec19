"""What tokens of well-known models cost.

Prices of the standard tier, without any discount (for cached input, batches or off-peak hours) or
surcharge (for prompts of more than 272,000 tokens, which ours never are): what is paid is this or
less. They change without notice, so check them before relying on them; the setting `LLM_PRICES`
replaces and adds to them.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from research.domain.usage import Usage

PRICES_AS_OF = "2026-11-25"
"""That day all of them were compared with the table of litellm 1.110.2, which is made from the
makers' price lists; the lists themselves could not be read here:

- https://developers.openai.com/api/docs/pricing
- https://ai.google.dev/gemini-api/docs/pricing
- https://platform.claude.com/docs/en/about-claude/pricing
- https://mistral.ai/pricing
- https://api-docs.deepseek.com/quick_start/pricing

What changed since the summer was found in a second, dated place too: GPT-5.6's lower prices (July
30 and October 3) and GPT-6's (September 3, 22 and 30). DeepSeek's higher ones were not.
"""

_DATE = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{8})$")
_MILLION = 1_000_000


class Price(NamedTuple):
    """US dollars for a million tokens."""

    prompt: float
    answer: float

    def usd(self, prompt_tokens: int, answer_tokens: int) -> float:
        """What so many tokens cost."""
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
    """The prices that hold for a run: those that were given, then those known here."""

    def __init__(self, given: Mapping[str, tuple[float, float]] | None = None) -> None:
        self._prices = {**PRICES, **{model: Price(*two) for model, two in (given or {}).items()}}

    def price(self, model: str) -> Price | None:
        """The price of `model`, or of the model that it is a dated version of; None if unknown."""
        return self._prices.get(model) or self._prices.get(_DATE.sub("", model))

    def usage(self, model: str, prompt_tokens: int, answer_tokens: int) -> Usage:
        """One call to `model`, and what it cost."""
        price = self.price(model)
        return Usage(
            calls=1,
            prompt_tokens=prompt_tokens,
            answer_tokens=answer_tokens,
            usd=None if price is None else price.usd(prompt_tokens, answer_tokens),
        )
