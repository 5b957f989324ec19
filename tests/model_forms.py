"""Forms and calls that tests of models ask for."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field, SecretStr, StringConstraints

from research.adapters.llm.call_costs import PriceTable
from research.adapters.llm.json_values import json_values
from research.adapters.llm.openai_model import OpenAiModel
from research.domain.model_call import ModelCall
from research.domain.value import Value

KEY = SecretStr("sk-test-0123456789abcdef")


class Port(Value):
    """One item."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    ships: int = Field(ge=0)


class Ports(Value):
    """A list of items, as most of our forms are."""

    ports: tuple[Port, ...] = Field(min_length=1, max_length=3)


CALL = ModelCall(
    purpose="write",
    instructions="Name ports. Return JSON.",
    material="Brest sends two ships.",
    answer=Ports,
    max_answer_tokens=200,
)
SMALL_CALL = replace(CALL, purpose="judge", is_small=True)
TEXT = '{"ports": [{"name": "Brest", "ships": 2}]}'
VALUE = Ports(ports=(Port(name="Brest", ships=2),))


async def json_values_near(text: str) -> list[Any]:
    """What `text` may mean, found in this process: for answers of our own."""
    return json_values(text)


def openai_model(base_url: str, **options: Any) -> OpenAiModel:
    """A model at `base_url`, in a hurry unless `options` say otherwise."""
    given: dict[str, Any] = {
        "api_key": KEY,
        "model": "large",
        "fast_model": "fast",
        "prices": PriceTable({"large": (1.0, 2.0), "fast": (0.1, 0.2)}),
        "timeout_seconds": 5.0,
        "max_retries": 2,
        "concurrency": 4,
        "json_values": json_values_near,
    }
    return OpenAiModel(base_url=base_url, **(given | options))
