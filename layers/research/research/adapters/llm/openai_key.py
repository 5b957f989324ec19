"""The key for a server that speaks OpenAI's API, checked without loading the SDK."""

from pydantic import SecretStr

from research.domain.errors import InvalidSettingError


def key_line(api_key: SecretStr) -> str:
    """The key as it is sent in a header. Raises `InvalidSettingError` if it can't be."""
    key = api_key.get_secret_value().strip()
    if not (key.isascii() and key.isprintable() and key):
        raise InvalidSettingError("OPENAI_API_KEY: it is not a line of plain characters")
    return key
