"""What every value is made from: frozen, validated, of plain types.

Positions (``start``, ``end``) count Unicode code points in a source's text, end exclusive.
"""

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """A frozen model that refuses fields it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )


class Span(Value):
    """A place in a source's text, in code points, end exclusive."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    def of(self, text: str) -> str:
        """The words of `text` at this place."""
        return text[self.start : self.end]
