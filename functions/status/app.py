"""Lambda function of the API's routes that read: jobs, the service's health, the API itself."""

from contextlib import AsyncExitStack
from typing import Any

from aws_lambda_powertools import Tracer
from aws_lambda_powertools.utilities.typing import LambdaContext
from mangum import Mangum

from research.api.app import create_app
from research.settings import Settings
from research.wiring.aws_lambda import LambdaResource, name_call, open_event_handler, open_logger
from research.wiring.service import open_service
from research.wiring.stores import open_queue, open_stores

logger, tracer = open_logger(), Tracer(auto_patch=False)


def open_api(settings: Settings, stack: AsyncExitStack) -> Mangum:
    """The routes as a handler of API Gateway's events."""
    service = open_service(settings, open_stores(settings, stack), open_queue(settings))
    return open_event_handler(create_app(service, ["status"]))


api = LambdaResource(open_api)


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one call of the API."""
    logger.set_correlation_id(name_call(event, context.aws_request_id))
    return api()(event, context)  # type: ignore[arg-type]
