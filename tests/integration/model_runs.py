"""Whole runs with a model, as they are wired, on miniweb."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from miniweb import Miniweb, topics
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.jobs.new import new_job_id
from research.pipeline.research import research
from research.settings import Settings
from research.wiring.run import open_run
from tests.model_forms import KEY

QUERY: str = topics()[0]["query"]


async def run_with_model(
    web: Miniweb, model_url: str, folder: Path, query: str = QUERY, **asked: Any
) -> Report:
    """The report on `query`, in `folder`, written by the model at `model_url`."""
    settings = Settings(
        _env_file=None,
        searxng_url=web.base_url,
        fetch_allow_networks="127.0.0.0/8",
        openai_api_key=KEY,
        openai_base_url=model_url,
        reports_directory=folder,
    )
    request = ResearchRequest(query=query, **asked)
    async with open_run(settings, request) as wired:
        finished = await research(
            request,
            job_id=new_job_id(datetime.now(UTC)),
            ports=wired.ports,
            limits=wired.limits,
            progress=lambda _: None,
            warnings=wired.warnings,
        )
    return finished.report
