"""Reports as resources of the MCP server: the newest are listed, and any can be read."""

from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    ListResourcesResult,
    ListResourceTemplatesResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextResourceContents,
)

from research.domain.errors import ResearchError
from research.domain.job import JobStatus, is_job_id
from research.mcp.desk import OpenDesk
from research.mcp.tools import HOSTILE
from research.text.cleaning import clean_line

SCHEME = "report://"
MARKDOWN = "text/markdown"
LISTED = 20
"""Reports among the resources: the newest; the tool `list_reports` has all."""
MAX_RESOURCE_CHARACTERS = 200_000

Context = ServerRequestContext[Any]


class ReportResources:
    """Handles calls about resources, each at the desk of its caller.

    Every method raises `MCPError`, which has the code and the words of the API's error.
    """

    def __init__(self, open_desk: OpenDesk) -> None:
        self._open_desk = open_desk

    async def list_resources(
        self, context: Context, _params: PaginatedRequestParams | None
    ) -> ListResourcesResult:
        """The newest reports of the caller."""
        try:
            async with self._open_desk(context.request) as desk:
                page = await desk.client.jobs(limit=LISTED, status=JobStatus.COMPLETED)
        except ResearchError as error:
            raise MCPError(INVALID_PARAMS, f"{error.code}: {error}") from error
        return ListResourcesResult(
            resources=[
                Resource(
                    uri=f"{SCHEME}{job.job_id}",
                    name=clean_line(job.title or job.query),
                    mime_type=MARKDOWN,
                )
                for job in page.jobs
            ]
        )

    async def list_templates(
        self, _context: Context, _params: PaginatedRequestParams | None
    ) -> ListResourceTemplatesResult:
        """How any report is named."""
        template = ResourceTemplate(
            uri_template=f"{SCHEME}{{job_id}}",
            name="report",
            description=f"A report as Markdown. {HOSTILE}",
            mime_type=MARKDOWN,
        )
        return ListResourceTemplatesResult(resource_templates=[template])

    async def read_resource(
        self, context: Context, params: ReadResourceRequestParams
    ) -> ReadResourceResult:
        """A report as Markdown, as far as the bound."""
        uri = str(params.uri)
        job_id = uri.removeprefix(SCHEME)
        if not is_job_id(job_id):
            raise MCPError(INVALID_PARAMS, "there is no such resource")
        try:
            async with self._open_desk(context.request) as desk:
                text = await desk.client.markdown(job_id)
        except ResearchError as error:
            raise MCPError(INVALID_PARAMS, f"{error.code}: {error}") from error
        whole = text[:MAX_RESOURCE_CHARACTERS]
        contents = [TextResourceContents(uri=uri, mime_type=MARKDOWN, text=whole)]
        return ReadResourceResult(contents=contents)
