"""``content-research settings``: what can be set, as the Markdown table that the README shows."""

from collections.abc import Iterator

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from research.settings import Settings


def settings_table() -> str:
    """A row for each setting: its variable, its default, what it means. Units are in the names."""
    return "\n".join(["| Variable | Default | Meaning |", "|---|---|---|", *_rows()])


def _rows() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        yield f"| `{name.upper()}` | {_default(field)} | {field.description} |"


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value is None or value in ("", ()):
        return ""
    return f"`{value}`"
