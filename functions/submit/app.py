"""The API's routes that change jobs: submit, cancel, delete."""

from contextlib import AsyncExitStack
from typing import Any

from aws_lambda_powertools import Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext
from mangum import Mangum
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES

from research.api.app import create_app
from research.api.problems import MEDIA_TYPE
from research.settings import Settings
from research.wiring.aws_lambda import LambdaResource, json_logger, name_call
from research.wiring.service import open_queue, open_service, open_stores

COUNTED = {
    ("POST /research", 202): "JobsSubmitted",
    ("POST /jobs/{job_id}/cancel", 200): "JobsCancelled",
}

logger, tracer, metrics = json_logger(), Tracer(auto_patch=False), Metrics()


def make(settings: Settings, stack: AsyncExitStack) -> Mangum:
    """The routes, ready to be called."""
    service = open_service(settings, open_stores(settings, stack), open_queue(settings))
    app = create_app(service, ["submit"])
    return Mangum(app, lifespan="off", text_mime_types=[*DEFAULT_TEXT_MIME_TYPES, MEDIA_TYPE])


api = LambdaResource(make)


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one call of the API."""
    logger.set_correlation_id(name_call(event, context.aws_request_id))
    answer = api()(event, context)  # type: ignore[arg-type]
    count(event["routeKey"], answer["statusCode"])
    return answer


def count(route: str, status: int) -> None:
    """Count what a call did to a job."""
    if name := COUNTED.get((route, status)):
        metrics.add_metric(name, MetricUnit.Count, 1)
        metrics.flush_metrics()
