"""Lambda function of the API's route that answers questions about reports.

It loads what a worker writes reports with, which the functions of the other routes must not wait
for, and may read reports, and a model's key, which they may not.
"""

from contextlib import AsyncExitStack
from typing import Any

from aws_lambda_powertools import Tracer
from aws_lambda_powertools.utilities.typing import LambdaContext
from mangum import Mangum

from research.api.app import create_app
from research.settings import Settings
from research.wiring.asking import ReportAsker
from research.wiring.aws_lambda import LambdaResource, name_call, open_event_handler, open_logger
from research.wiring.service import open_service
from research.wiring.stores import open_queue, open_stores
from research.wiring.vectors_and_cache import open_cache

logger, tracer = open_logger(), Tracer(auto_patch=False)


def open_api(settings: Settings, stack: AsyncExitStack) -> Mangum:
    """The route as a handler of API Gateway's events."""
    stores = open_stores(settings, stack)
    asker = ReportAsker(settings, stores.reports, open_cache(settings, stack))
    service = open_service(settings, stores, open_queue(settings), ask=asker)
    return open_event_handler(create_app(service, ["ask"]))


api = LambdaResource(open_api)


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one question."""
    logger.set_correlation_id(name_call(event, context.aws_request_id))
    return api()(event, context)  # type: ignore[arg-type]
