"""The MCP server itself: lists the tools and calls them, and tells of errors as the API does."""

import logging
from collections.abc import Sequence
from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import ValidationError

from research import __version__
from research.domain.errors import ResearchError
from research.domain.value import validation_message
from research.mcp.desk import OpenDesk
from research.mcp.resources import ReportResources
from research.mcp.tools import HOSTILE, TOOLS, ToolSpec
from research.text.cleaning import clean_line

NAME = "content-research"
INSTRUCTIONS = (
    "Researches questions and answers with statements that each stand on checked quotes. Cite the "
    f"sources you rely on by their addresses. {HOSTILE}"
)
MAX_FAULTS = 10
_INTERNAL = "internal_error: something went wrong on our side; the log knows what"

Context = ServerRequestContext[Any]
_log = logging.getLogger(__name__)


def mcp_server(open_desk: OpenDesk) -> Server[Any]:
    """A server whose every call works at the desk of its caller."""
    tools, reports = _Tools(open_desk), ReportResources(open_desk)
    return Server(
        NAME,
        version=__version__,
        title="Content research",
        instructions=INSTRUCTIONS,
        get_tool_input_schema=_input_schema,
        on_list_tools=tools.list_tools,
        on_call_tool=tools.call_tool,
        on_list_resources=reports.list_resources,
        on_list_resource_templates=reports.list_templates,
        on_read_resource=reports.read_resource,
    )


class _Tools:
    def __init__(self, open_desk: OpenDesk) -> None:
        self._open_desk = open_desk

    async def list_tools(
        self, _context: Context, _params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[_listed(name, spec) for name, spec in TOOLS.items()])

    async def call_tool(self, context: Context, params: CallToolRequestParams) -> CallToolResult:
        """The answer as JSON, twice: for programs, and as text. An error is told as one."""
        spec = TOOLS.get(params.name)
        if spec is None:
            raise MCPError(INVALID_PARAMS, "there is no such tool")

        async def tell(percent: int, message: str) -> None:
            await context.session.report_progress(percent, 100, message)

        try:
            arguments = spec.arguments.model_validate(params.arguments or {})
            async with self._open_desk(context.request) as desk:
                answer = await spec.act(desk, arguments, tell)
        except ValidationError as error:
            return _refusal(f"invalid_request: {_faults(error)}")
        except ResearchError as error:
            return _refusal(f"{error.code}: {error}")
        except Exception:
            _log.exception("the tool %s: a bug", params.name)
            return _refusal(_INTERNAL)
        text = TextContent(type="text", text=answer.model_dump_json(exclude_defaults=True))
        return CallToolResult(content=[text], structured_content=answer.model_dump(mode="json"))


def _listed(name: str, spec: ToolSpec) -> Tool:
    return Tool(
        name=name,
        title=spec.title,
        description=spec.description,
        input_schema=_schema_of(spec),
        output_schema=spec.answer.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(
            read_only_hint=spec.is_read_only, destructive_hint=False, open_world_hint=True
        ),
    )


def _input_schema(name: str) -> dict[str, Any] | None:
    return _schema_of(TOOLS[name]) if name in TOOLS else None


def _schema_of(spec: ToolSpec) -> dict[str, Any]:
    """What the tool takes, without patterns that not every assistant's validator reads."""
    schema = spec.arguments.model_json_schema()
    for field in schema["properties"].values():
        if "\\p{" in field.get("pattern", ""):
            del field["pattern"]
    return schema


def _faults(error: ValidationError) -> str:
    """Which arguments, and why; never their values."""
    faults: Sequence[Any] = error.errors(include_url=False, include_input=False)[:MAX_FAULTS]
    return "; ".join(
        f"{'.'.join(map(str, fault['loc']))}: {validation_message(fault)}" for fault in faults
    )


def _refusal(message: str) -> CallToolResult:
    text = clean_line(message, 1_000)
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)
