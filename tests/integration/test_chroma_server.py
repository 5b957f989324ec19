"""A Chroma server behind a proxy that fails: retries, time-outs, batches, the token, TLS."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import numpy as np
import pytest
import trustme
from pydantic import SecretStr

from research.adapters.vectors.chroma_server_vectors import ATTEMPTS, ChromaServerVectors
from research.domain.errors import StoreError, StoreUnavailableError
from research.domain.passage import Passage
from tests.integration.chroma_proxy import ChromaProxy, chroma_proxy
from tests.servers import ChromaServer, free_port
from tests.unit.stages.sources import source

SOURCES = (source(1, "Under sail\nA text."),)
PASSAGES = [Passage(id=f"{n:032x}", source=1, start=n, end=n + 1, text="t") for n in range(50)]
VECTORS = np.eye(50, dtype=np.float32)
TOKEN = "not-for-the-log"


@pytest.fixture
def proxy(chroma: ChromaServer) -> Iterator[ChromaProxy]:
    with chroma_proxy(chroma.port) as between:
        yield between


@pytest.fixture
async def vectors(proxy: ChromaProxy) -> AsyncIterator[ChromaServerVectors]:
    made = adapter(proxy.port)
    yield made
    await made.aclose()


def adapter(
    port: int, *, tls: bool = False, timeout_seconds: float = 5.0, token: str = TOKEN
) -> ChromaServerVectors:
    return ChromaServerVectors(
        f"test-{uuid4()}",
        host="127.0.0.1",
        port=port,
        ssl=tls,
        token=SecretStr(token),
        timeout_seconds=timeout_seconds,
        batch_size=20,
    )


def upserts(proxy: ChromaProxy) -> int:
    return sum(path.endswith("/upsert") for path, _ in proxy.requests)


async def test_passages_go_in_batches(vectors: ChromaServerVectors, proxy: ChromaProxy) -> None:
    await vectors.add("a", PASSAGES, VECTORS, SOURCES)
    assert upserts(proxy) == 3
    assert len(await vectors.similarities("a", VECTORS[:1], 100)) == 50


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_what_may_pass_is_tried_again_and_stored_once(
    vectors: ChromaServerVectors, proxy: ChromaProxy, status: int
) -> None:
    await vectors.add("a", PASSAGES[:20], VECTORS[:20], SOURCES)
    proxy.failures = [status] * (ATTEMPTS - 1)
    await vectors.add("a", PASSAGES[:20], VECTORS[:20], SOURCES)
    assert proxy.failures == []
    assert len(await vectors.search_memory(VECTORS[:1], 100)) == 20


async def test_what_does_not_pass_is_an_error_without_the_proxys_page_or_our_token(
    vectors: ChromaServerVectors, proxy: ChromaProxy
) -> None:
    proxy.failures = [503] * ATTEMPTS
    with pytest.raises(StoreUnavailableError, match="gone") as raised:
        await vectors.similarities("a", VECTORS[:1], 1)
    assert proxy.failures == []
    assert len(str(raised.value)) < 300
    assert TOKEN not in str(raised.value)


async def test_a_refusal_is_not_tried_again(
    vectors: ChromaServerVectors, proxy: ChromaProxy
) -> None:
    proxy.failures = [403] * ATTEMPTS
    with pytest.raises(StoreError) as raised:
        await vectors.similarities("a", VECTORS[:1], 1)
    assert not isinstance(raised.value, StoreUnavailableError)
    assert len(proxy.failures) == ATTEMPTS - 1


async def test_a_server_that_is_not_there_is_found_out_at_once() -> None:
    vectors = adapter(free_port())
    started = time.monotonic()
    with pytest.raises(StoreUnavailableError, match="Chroma failed"):
        await vectors.similarities("a", VECTORS[:1], 1)
    assert time.monotonic() - started < 4
    await vectors.aclose()


async def test_an_answer_that_takes_too_long_is_not_waited_for(proxy: ChromaProxy) -> None:
    vectors = adapter(proxy.port, timeout_seconds=0.3)
    proxy.stall_seconds = 2.0
    async with asyncio.timeout(1.5):
        with pytest.raises(StoreUnavailableError, match="did not answer within"):
            await vectors.similarities("a", VECTORS[:1], 1)
        await vectors.aclose()


async def test_the_token_goes_out_in_both_headers(
    vectors: ChromaServerVectors, proxy: ChromaProxy
) -> None:
    await vectors.similarities("a", VECTORS[:1], 1)
    for _, headers in proxy.requests:
        assert headers["Authorization"] == f"Bearer {TOKEN}"
        assert headers["X-Chroma-Token"] == TOKEN


async def test_one_servers_token_does_not_go_to_another(
    vectors: ChromaServerVectors, proxy: ChromaProxy, chroma: ChromaServer
) -> None:
    await vectors.similarities("a", VECTORS[:1], 1)
    with chroma_proxy(chroma.port) as elsewhere:
        other = adapter(elsewhere.port, token="another")
        await other.similarities("a", VECTORS[:1], 1)
        await other.aclose()
    assert {headers["X-Chroma-Token"] for _, headers in elsewhere.requests} == {"another"}
    await vectors.similarities("a", VECTORS[:1], 1)


async def test_a_certificate_that_nobody_vouches_for_is_refused(chroma: ChromaServer) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with chroma_proxy(chroma.port, context) as proxy:
        vectors = adapter(proxy.port, tls=True)
        with pytest.raises(StoreUnavailableError, match="CERTIFICATE_VERIFY_FAILED"):
            await vectors.similarities("a", VECTORS[:1], 1)
        assert proxy.requests == []
        await vectors.aclose()


def test_a_second_loop_has_connections_of_its_own(chroma: ChromaServer) -> None:
    async def once() -> None:
        vectors = adapter(chroma.port)
        await vectors.add("a", PASSAGES, VECTORS, SOURCES)
        assert len(await vectors.similarities("a", VECTORS[:1], 9)) == 9
        await vectors.aclose()

    for _ in range(3):
        asyncio.run(once())
