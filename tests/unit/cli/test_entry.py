"""What the console script logs, in a process of its own: logging is one for a whole process."""

import subprocess
import sys

CALL = """
import httpx, httpx2, logging
from research.cli.entry import configure_logging
configure_logging(debug=True)
logging.getLogger("of-ours").info("is logged")
for http in (httpx, httpx2):
    transport = http.MockTransport(lambda _: http.Response(200))
    http.Client(transport=transport).get("https://mcp.example/mcp?apiKey=s3cret")
for name in ("httpcore", "httpcore2"):
    logging.getLogger(f"{name}.connection").info("s3cret")
"""


def test_debugging_logs_no_address() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CALL], capture_output=True, text=True, timeout=60, check=True
    )
    assert "of-ours: is logged" in ended.stderr
    assert "s3cret" not in ended.stderr
