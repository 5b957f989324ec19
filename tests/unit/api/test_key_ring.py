"""The service's keys, and whose jobs each may see."""

import pytest
from pydantic import SecretStr

from research.api.key_ring import KeyRing
from research.domain.errors import InvalidKeyError, InvalidSettingError

KEYS = KeyRing.of(SecretStr("plain-1, plain-2, ann:one, ann:two,bob:three:admin,"))


def test_keys_are_kept_as_hashes_and_owners_tell_no_key() -> None:
    assert b"plain-1" not in repr(vars(KEYS)).encode()
    owners = [KEYS.caller_of(key).owner for key in ("plain-1", "plain-2", "one", "two", "three")]
    assert owners[0] != owners[1]
    assert "plain" not in owners[0]
    assert owners[2:] == ["name-ann", "name-ann", "name-bob"]


def test_an_admin_alone_sees_all() -> None:
    assert [KEYS.caller_of(key).sees_all for key in ("plain-1", "one", "three")] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("key", [None, "", "ann", "ann:one", "admin", "three:admin", "plain"])
def test_what_is_no_key_opens_nothing(key: str | None) -> None:
    with pytest.raises(InvalidKeyError):
        KEYS.caller_of(key)


@pytest.mark.parametrize(
    "text", [":k1", "n1:", "n1::admin", "n1:k1:root", "n 1:k1", "n1:k1:admin:c", "-n1:k1"]
)
def test_a_key_of_another_form_is_refused_without_being_told(text: str) -> None:
    with pytest.raises(InvalidSettingError, match="API_KEYS") as refused:
        KeyRing.of(SecretStr(f"good,{text}"))
    assert text not in str(refused.value)


def test_a_service_without_keys_asks_for_none() -> None:
    assert not KeyRing.of(SecretStr(" , ")).is_required


def test_one_key_opens_beside_the_others_whatever_signs_it_has() -> None:
    ring = KeyRing.of(SecretStr("ann:first"), SecretStr("one,key:with:signs"))
    assert ring.caller_of("first").owner == "name-ann"
    one = ring.caller_of("one,key:with:signs")
    assert one.owner.startswith("key-")
    assert one == KeyRing.of(SecretStr(""), SecretStr("one,key:with:signs")).caller_of(
        "one,key:with:signs"
    )
    for part in ("one", "key:with:signs", "ann"):
        with pytest.raises(InvalidKeyError):
            ring.caller_of(part)
