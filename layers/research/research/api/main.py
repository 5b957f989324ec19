"""The service for an ASGI server: ``uvicorn research.api.main:app``.

It is all that ``content-research serve`` is, but for the signals, which are the server's: give it
a few seconds for open calls (``--timeout-graceful-shutdown 3``), since some wait for a job.
"""

from research.wiring.server import app_of_environment

app = app_of_environment()
