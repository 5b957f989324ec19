"""What each function answers to each event of ``events/``, its own and those of the others."""

from pathlib import Path
from typing import Any

EVENTS = Path(__file__).parents[2] / "events"
NAMES = sorted(path.stem for path in EVENTS.glob("*.json") if path.stem != "env")
FUNCTIONS = ("Submit", "Status", "Ask", "Worker", "Sweep")


def check_answer(function: str, name: str, answer: dict[str, Any]) -> None:
    """The right one serves it, the others say what is wrong: nothing is missing, nothing hangs."""
    is_queue_event, is_worker = name == "worker", function == "Worker"
    if function == "Sweep":  # whatever woke it
        told = "started" if name == "start-watches" else "queued_again"
        assert set(answer) == {told}, answer
    elif name in {"sweep", "start-watches"} and not is_worker:
        assert answer["errorType"] == "RuntimeError", answer
    elif is_queue_event != is_worker:
        assert answer["errorType"] in {"RuntimeError", "UnexpectedBatchTypeError"}, answer
    elif is_worker:
        assert answer == {"batchItemFailures": []}
    else:
        assert answer["statusCode"] in {200, 201, 202, 204, 404, 405, 409}, answer
        changes = ("submit", "plan", "cancel", "delete", "upload", "watch", "unwatch")
        served_by = {**dict.fromkeys(changes, "Submit"), "ask": "Ask"}
        is_served = function == served_by.get(name, "Status")
        of_none = {"plan", "cancel", "delete", "status", "ask", "unwatch", "watch-status"}
        if is_served and name not in of_none:
            assert answer["statusCode"] in {200, 201, 202}, answer
