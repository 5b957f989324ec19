"""The service's keys."""

from pydantic import SecretStr

from research.api.service import KeyRing

KEYS = KeyRing.of(SecretStr("first-key, second-key,"))


def test_keys_are_kept_as_hashes() -> None:
    assert b"first-key" not in repr(vars(KEYS)).encode()
    assert KEYS.name_of("first-key") != KEYS.name_of("second-key")
    assert "first-key" not in KEYS.name_of("first-key")
