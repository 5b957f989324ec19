"""What `run --remote` sends: every option that fills a field, and the files that are named."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import httpx
import pytest

from research.cli.arguments import parse_arguments
from research.cli.remote import _sent
from research.cli.request_options import given_fields
from research.client import AsyncResearchClient, calls
from research.domain.errors import InvalidRequestError, SourceUnusableError
from research.domain.progress import Step
from research.domain.request import ResearchRequest
from research.jobs.uploads.waiting import find_upload
from tests.unit.api.api_on_fakes import Api


def test_every_bound_and_place_is_sent() -> None:
    options = parse_arguments(
        ["run", "sails", "--remote", "https://s.example", "--since", "2026-01-02",
         "--until", "2026-02-03", "--include-domains", "a.example,b.example",
         "--exclude-domains", "c.example", "--language", "de", "--max-sources", "7",
         "--search", "web,arxiv", "--source", "https://d.example/", "--confirm-plan", "--clarify"]
    )  # fmt: skip
    sent = calls.submit(options.query, given_fields(options)).options["content"]
    assert ResearchRequest.model_validate_json(sent) == ResearchRequest.model_validate({
        "query": "sails",
        "since": "2026-01-02",
        "until": "2026-02-03",
        "domains": {"allow": ["a.example", "b.example"], "deny": ["c.example"]},
        "language": "de",
        "max_results": 7,
        "search": ["web", "arxiv"],
        "sources": ["https://d.example/"],
        "confirm_plan": True,
        "clarify": True,
    })  # fmt: skip


class Quiet:
    """Progress that nobody watches."""

    def __call__(self, step: Step) -> None:
        pass

    def paused(self) -> AbstractContextManager[None]:
        return nullcontext()


async def sent(*sources: str) -> tuple[Api, list[str]]:
    """What `--source` becomes for a service, and the service."""
    api = Api()
    transport = httpx.ASGITransport(api.app, raise_app_exceptions=False)
    async with AsyncResearchClient("http://api.test", transport=transport) as client:
        return api, await _sent(client, sources, Quiet())


async def test_files_are_uploaded_and_addresses_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "a.txt").write_text("words")
    (tmp_path / "minutes" / "b.png").write_text("a picture")
    (tmp_path / "plan.md").write_text("# Plan")
    api, sources = await sent(
        "https://d.example/", str(tmp_path / "minutes"), str(tmp_path / "plan.md")
    )
    address, first, second = sources
    assert address == "https://d.example/"
    kept = {one: await find_upload(one.removeprefix("upload:"), api.reports) for one in sources[1:]}
    assert [kept[one].name for one in (first, second)] == ["a.txt", "plan.md"]
    bodies = {body for name, (body, _) in api.reports.files.items() if "upload-files/" in name}
    assert bodies == {b"words", b"# Plan"}
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("not sent: b.png: not of a kind that can be read")
    assert [line.partition(":")[0] for line in told[1:]] == ["sent 1 of 2", "sent 2 of 2"]


async def test_what_can_not_be_read_or_is_too_much_is_told_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    with pytest.raises(SourceUnusableError, match="none"):
        await sent(str(tmp_path / "none"))
    with pytest.raises(InvalidRequestError, match="empty"):
        await sent(" ")
    for number in range(26):
        (tmp_path / f"{number}.txt").write_text("words")
    with pytest.raises(InvalidRequestError, match="these are 26 files, and a service takes 25"):
        await sent(str(tmp_path))
