"""The same question twice within the hour: with Redis between them, the second asks nothing."""

from pathlib import Path

import redis as sync_redis

from miniweb import Miniweb, serve, topics
from research.domain.report import Report
from tests.integration.test_run_on_miniweb import content_research
from tests.servers import RedisServer, free_port


def run(web: Miniweb, folder: Path, redis_port: int) -> tuple[Report, dict[str, int]]:
    """A process that shares Redis with the others, and nothing else; what it asked of the web."""
    folder.mkdir()
    before = asked_so_far(web)
    given = {"REDIS_HOST": "127.0.0.1", "REDIS_PORT": str(redis_port)}
    ran = content_research(
        web.base_url, folder, "run", topics()[0]["query"], "--json", environment=given
    )
    assert ran.code == 0, ran.err
    return ran.report, {kind: n - before[kind] for kind, n in asked_so_far(web).items()}


def asked_so_far(web: Miniweb) -> dict[str, int]:
    stats = web.stats()
    return {kind: stats.get(kind, 0) for kind in ("searches", "pages")}


def test_the_second_run_of_a_question_asks_the_web_nothing(
    redis: RedisServer, tmp_path: Path
) -> None:
    sync_redis.Redis(port=redis.port).flushall()
    with serve("--scale", "0.1") as web:
        first, asked = run(web, tmp_path / "first", redis.port)
        assert asked["searches"] > 0
        assert asked["pages"] >= first.stats.sources_read > 3
        second, asked_again = run(web, tmp_path / "second", redis.port)
    assert asked_again == {"searches": 0, "pages": 0}
    assert [source.url for source in second.sources] == [source.url for source in first.sources]
    assert second.sections == first.sections
    assert second.key_findings == first.key_findings


def test_without_redis_two_processes_share_nothing(tmp_path: Path) -> None:
    away = free_port()
    with serve("--scale", "0.1") as web:
        _, asked = run(web, tmp_path / "first", away)
        _, asked_again = run(web, tmp_path / "second", away)
    assert asked_again == asked
    assert asked["pages"] > 3
