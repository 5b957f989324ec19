"""The site of a page is what its readers know it by, and no number."""

import pytest

from research.adapters.extract.html_site import named_site, site_of

PAGE = "https://www.birds.test/storks"


@pytest.mark.parametrize(
    ("metas", "publisher", "named"),
    [
        ({"og:site_name": "Bird News", "publisher": "Nest"}, "Wings", "Bird News"),
        ({"og:site_name": "https://www.birds.test", "publisher": "Nest"}, "Wings", "Wings"),
        ({"og:site_name": "https://www.birds.test", "publisher": "Nest"}, "", "Nest"),
        ({"citation_journal_title": "Acta\nAvium"}, "", "Acta Avium"),
        ({"twitter:site": "@birds"}, "", ""),
        ({"og:site_name": "U.S."}, "Wings", "Wings"),
        ({"og:site_name": "Hosted", "application-name": "News"}, "", ""),
        ({"og:site_name": "@birdnews"}, "", "birdnews"),
        ({"og:site_name": "Bird News | All that flies"}, "", "Bird News"),
        ({"og:site_name": "World of Birds"}, "", "World of Birds"),
        ({"og:site_name": "birdnews"}, "BIRD News", "BIRD News"),
        ({"og:site_name": "birdnews", "publisher": "Wings"}, "birdnews", "birdnews"),
    ],
)
def test_a_site_is_named_by_itself_or_by_who_publishes_it(
    metas: dict[str, str], publisher: str, named: str
) -> None:
    assert named_site(metas, publisher) == named


@pytest.mark.parametrize(
    ("url", "named", "site"),
    [
        (PAGE, "Bird News", "Bird News"),
        (PAGE, "", "birds.test"),
        (PAGE, "birds", "birds.test"),
        (PAGE, "birdnews", "birdnews"),
        ("http://127.0.0.1:8000/storks", "Bird News", "Bird News"),
        ("http://127.0.0.1:8000/storks", "", "Birds"),
        ("http://[::1]:8000/storks", "", "Birds"),
        ("http://localhost/storks", "", "Birds"),
    ],
)
def test_a_host_tells_the_site_where_it_is_one_of_the_web(url: str, named: str, site: str) -> None:
    assert site_of(named, {"twitter:app:name:googleplay": "Birds"}, url) == site


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_where_nothing_tells_the_site_it_is_left_out(host: str) -> None:
    assert site_of("", {}, f"http://{host}:8000/storks") == ""
