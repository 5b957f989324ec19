"""The API's routes that tell: of jobs, of the service's health, of the API itself."""

from contextlib import AsyncExitStack
from typing import Any

from aws_lambda_powertools import Tracer
from aws_lambda_powertools.utilities.typing import LambdaContext
from mangum import Mangum
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES

from research.api.app import create_app
from research.api.problems import MEDIA_TYPE
from research.settings import Settings
from research.wiring.aws_lambda import LambdaResource, json_logger, name_call
from research.wiring.service import open_queue, open_service, open_stores

logger, tracer = json_logger(), Tracer(auto_patch=False)


def make(settings: Settings, stack: AsyncExitStack) -> Mangum:
    """The routes, ready to be called."""
    service = open_service(settings, open_stores(settings, stack), open_queue(settings))
    app = create_app(service, ["status"])
    return Mangum(app, lifespan="off", text_mime_types=[*DEFAULT_TEXT_MIME_TYPES, MEDIA_TYPE])


api = LambdaResource(make)


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one call of the API."""
    logger.set_correlation_id(name_call(event, context.aws_request_id))
    return api()(event, context)  # type: ignore[arg-type]
