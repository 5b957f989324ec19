"""Lambda function of the API's routes that change jobs: submit, upload, approve, cancel, delete.

API Gateway sends each call as an event. `research.api` holds the routes, `research.wiring` opens
what they use, and the job that a submit makes is run by `functions/worker`.
"""

import json
from contextlib import AsyncExitStack
from typing import Any

from aws_lambda_powertools import Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext
from mangum import Mangum

from research.api.app import create_app
from research.settings import Settings
from research.wiring.aws_lambda import LambdaResource, name_call, open_event_handler, open_logger
from research.wiring.service import open_service
from research.wiring.stores import open_queue, open_stores, open_upload_forms

METRICS = {
    ("POST /research", 202): "JobsSubmitted",
    ("PUT /research/{job_id}/plan", 200): "PlansApproved",
    ("POST /jobs/{job_id}/cancel", 200): "JobsCancelled",
}
"""What is counted, by the call's route and the answer's status."""

logger, tracer, metrics = open_logger(), Tracer(auto_patch=False), Metrics()


def open_api(settings: Settings, stack: AsyncExitStack) -> Mangum:
    """The routes as a handler of events."""
    stores, forms = open_stores(settings, stack), open_upload_forms(settings)
    service = open_service(settings, stores, open_queue(settings), upload_forms=forms)
    return open_event_handler(create_app(service, ["submit"]))


api = LambdaResource(open_api)


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one call of the API."""
    logger.set_correlation_id(name_call(event, context.aws_request_id))
    answer = api()(event, context)  # type: ignore[arg-type]
    if name := METRICS.get((event["routeKey"], answer["statusCode"])):
        metrics.add_metric(name, MetricUnit.Count, 1)
        metrics.flush_metrics()
        tracer.put_annotation("job_id", json.loads(answer["body"])["job_id"])
    return answer
