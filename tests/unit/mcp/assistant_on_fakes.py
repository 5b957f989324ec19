"""The MCP server over the API on fakes, and the SDK's client of it, with no socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp import Client
from mcp_types import CallToolResult
from starlette.requests import Request

from research.client import AsyncResearchClient
from research.client.in_process import HERE, InProcess
from research.domain.report import Report
from research.mcp.desk import Desk
from research.mcp.server import mcp_server
from research.stages.render.render import report_json
from tests.unit.api.api_on_fakes import Api
from tests.unit.stages.render.render_sample import sample_report

TEXT = "text/plain; charset=utf-8"


@asynccontextmanager
async def assistant(api: Api, key: str = "") -> AsyncIterator[Client]:
    """An assistant that is connected; its calls carry `key`."""

    @asynccontextmanager
    async def open_desk(_request: Request | None) -> AsyncIterator[Desk]:
        transport = InProcess(api.app, "https://reports.example")
        async with AsyncResearchClient(HERE, key, transport=transport) as client:
            yield Desk(client, lambda url: url.replace(HERE, "https://here.example"))

    async with Client(mcp_server(open_desk)) as client:
        yield client


async def finish(api: Api, job_id: str, report: Report | None = None) -> Report:
    """Have a worker complete the job with the sample, or with `report`."""
    stored = (report or sample_report()).model_copy(update={"job_id": job_id})
    await api.reports.put(f"{job_id}.json", report_json(stored).encode(), TEXT)
    await api.reports.put(f"{job_id}.md", b"# Green roofs\n", TEXT)
    await api.finish(job_id)
    return stored


def answer_of(result: CallToolResult) -> dict[str, Any]:
    """The answer of a call that succeeded."""
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


def refusal_of(result: CallToolResult) -> str:
    """The words of a call that was refused."""
    assert result.is_error
    assert result.content[0].type == "text"
    return result.content[0].text
