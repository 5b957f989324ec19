"""That unit tests are kept off the network, and that asyncio works all the same."""

import asyncio
import socket

import pytest
import pytest_socket


@pytest.mark.filterwarnings("ignore:A test tried")
def test_a_socket_can_not_be_made() -> None:
    with pytest.raises(pytest_socket.SocketBlockedError):
        socket.create_connection(("127.0.0.1", 9))
    with pytest.raises(pytest_socket.SocketBlockedError):
        socket.getaddrinfo("localhost", 80)


async def test_the_loop_runs_and_has_threads() -> None:
    assert await asyncio.to_thread(lambda: "from a thread") == "from a thread"
