"""The key for a server that speaks OpenAI's wire format."""

from pydantic import SecretStr

from research.domain.errors import InvalidSettingError


def key_line(api_key: SecretStr) -> str:
    """The key as it stands in a header. Raises `InvalidSettingError` for one that can't."""
    key = api_key.get_secret_value().strip()
    if not (key.isascii() and key.isprintable() and key):
        raise InvalidSettingError("OPENAI_API_KEY: it is not a line of plain characters")
    return key
