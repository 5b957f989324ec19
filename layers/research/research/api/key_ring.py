"""The API keys of a service, and the callers that they name."""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from pydantic import SecretStr

from research.domain.errors import InvalidKeyError, InvalidSettingError, JobNotFoundError
from research.domain.job import Job
from research.ports import JobStore

HASH_CHARACTERS = 32
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NO_KEY = SecretStr("")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a call, and which jobs that caller may see: its own or, as an admin, all."""

    owner: str = ""
    """What its jobs are marked with; empty where no key is asked for."""
    sees_all: bool = True

    def may_see(self, job: Job) -> bool:
        """Whether the job is the caller's. One that was made without a key is an admin's."""
        return self.sees_all or job.owner == self.owner

    @property
    def owner_to_see(self) -> str | None:
        """Whose things it may see; None: everyone's."""
        return None if self.sees_all else self.owner

    async def find(self, job_id: str, jobs: JobStore) -> Job:
        """The job. Raises `JobNotFoundError` in the same words where there is none and where it is
        another's, and `JobUnreadableError`, which tells nothing of the job, for a damaged record.
        """
        missing = JobNotFoundError(f"there is no job {job_id}")
        try:
            job = await jobs.get(job_id)
        except JobNotFoundError:
            raise missing from None
        if not self.may_see(job):
            raise missing
        return job


EVERYONE = Caller()
"""The caller where no key is asked for: all see all."""


@dataclass(frozen=True, slots=True)
class _Entry:
    digest: bytes
    caller: Caller

    @classmethod
    def of(cls, text: str) -> Self:
        match text.split(":"):
            case [key] if key:
                return cls.of_key(key)
            case [name, key] if _NAME.fullmatch(name) and key:
                return cls(_digest(key), Caller(f"name-{name}", sees_all=False))
            case [name, key, "admin"] if _NAME.fullmatch(name) and key:
                return cls(_digest(key), Caller(f"name-{name}", sees_all=True))
        raise InvalidSettingError("API_KEYS: each is a key, name:key or name:key:admin")

    @classmethod
    def of_key(cls, key: str) -> Self:
        return cls(_digest(key), Caller(f"key-{_keyed_hash(key)}", sees_all=False))


class KeyRing:
    """The API keys, by their SHA-256 alone, each with its caller.

    Several of one name are one caller's, so that a key can be replaced without a gap, and its jobs
    stay its own. A key without a name is a caller of its own.
    """

    def __init__(self, entries: Sequence[_Entry] = ()) -> None:
        self._entries = tuple(entries)

    @classmethod
    def of(cls, keys: SecretStr, one_key: SecretStr = _NO_KEY) -> Self:
        """The ring of a comma-separated list of ``key``, ``name:key`` and ``name:key:admin``, and
        of `one_key`, a key without a name that may hold any sign.

        Without any, no key is required. Raises `InvalidSettingError`, which holds no key.
        """
        texts = (text.strip() for text in keys.get_secret_value().split(","))
        entries = [_Entry.of(text) for text in texts if text]
        if key := one_key.get_secret_value():
            entries.append(_Entry.of_key(key))
        return cls(entries)

    @property
    def is_required(self) -> bool:
        """Whether calls need a key at all."""
        return bool(self._entries)

    def caller_of(self, key: str | None) -> Caller:
        """Whose `key` is. Raises `InvalidKeyError`.

        Every digest is compared, so that the time taken does not show which one was near.
        """
        given = _digest(key or "")
        found = [one.caller for one in self._entries if hmac.compare_digest(given, one.digest)]
        if key is None or not found:
            raise InvalidKeyError("Invalid or missing API key")
        return found[0]


def _digest(key: str) -> bytes:
    """Keys are random, so a slow hash would add nothing."""
    return sha256(key.encode()).digest()


def _keyed_hash(key: str) -> str:
    """A name for a key that has none, in records that others may read: never the key's digest."""
    return hmac.new(key.encode(), b"research job owner", sha256).hexdigest()[:HASH_CHARACTERS]
