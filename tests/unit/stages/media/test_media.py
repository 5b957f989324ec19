"""Images and videos from search: in turn, about the query, within the scope, and not for long."""

import pytest

from research.domain.scope import ANYWHERE, Scope
from research.domain.source import MediaKind
from research.stages.media import media
from research.stages.media.media import media_beside, search_media
from tests.fakes.media_search import FakeMediaSearch, found

QUERY = "Where do white storks nest?"


async def test_searches_take_turns_and_nothing_comes_twice() -> None:
    first = FakeMediaSearch([found("a"), found("b")], name="first")
    second = FakeMediaSearch([found("b"), found("c"), found("d")], name="second")
    outcome = await search_media(QUERY, [first, second], scope=ANYWHERE)
    assert [one.url[-1] for one in outcome.found] == ["a", "b", "c", "d"]
    assert outcome.failures == ()


@pytest.mark.parametrize(
    ("caption", "is_wanted"),
    [
        ("White storks on a roof", True),
        ("A stork", True),
        ("The nest", True),
        ("Cheap flights to Rome", False),
        ("Where do", False),
    ],
)
async def test_what_is_of_something_else_is_left_out(caption: str, is_wanted: bool) -> None:
    search = FakeMediaSearch([found("a", caption)])
    assert bool((await search_media(QUERY, [search], scope=ANYWHERE)).found) is is_wanted


async def test_domains_that_are_not_wanted_are_left_out() -> None:
    search = FakeMediaSearch([
        found("a"), found("b", page="https://bad.example/b"), found("c", page="https://h.example/")
    ])  # fmt: skip
    scope = Scope(deny_domains=("bad.example",))
    outcome = await search_media(QUERY, [search], scope=scope)
    assert [one.url[-1] for one in outcome.found] == ["a", "c"]
    scope = Scope(deny_domains=("img.example",))
    assert (await search_media(QUERY, [search], scope=scope)).found == ()


async def test_a_search_that_fails_is_a_failure_and_no_more() -> None:
    broken = FakeMediaSearch([], name="broken", errors={QUERY: "down"})
    outcome = await search_media(QUERY, [broken, FakeMediaSearch([found("a")])], scope=ANYWHERE)
    assert len(outcome.found) == 1
    [failure] = outcome.failures
    assert (failure.subject, failure.code, failure.message) == ("broken", "search_failed", "down")


async def test_a_slow_search_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "PATIENCE_SECONDS", 0.1)
    slow = FakeMediaSearch([found("b")], name="slow", seconds=60)
    outcome = await search_media(QUERY, [slow, FakeMediaSearch([found("a")])], scope=ANYWHERE)
    assert [one.url[-1] for one in outcome.found] == ["a"]
    assert [failure.subject for failure in outcome.failures] == ["slow"]


def test_images_then_videos_of_the_kinds_wanted_and_not_what_is_shown_already() -> None:
    image, video = MediaKind.IMAGE, MediaKind.VIDEO
    all_of_them = [found("v", kind=video), found("a"), found("b"), found("c")]

    def listed(*kinds: MediaKind) -> str:
        beside = media_beside(all_of_them, ["https://img.example/a"], kinds, 1)
        return "".join(one.url[-1] for one in beside)

    assert listed(image, video) == "bv"
    assert listed(video) == "v"
    assert listed() == ""
