"""Unit tests reach no network, neither a socket nor a name server; and none is held to a time."""

from collections.abc import Iterator

import pytest
import pytest_socket
from hypothesis import settings

# An example may be the one that reads the word table, and the machine may be busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Unix sockets stay: asyncio wakes its own loop through a pair of them."""
    pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()
