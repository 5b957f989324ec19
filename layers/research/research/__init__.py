"""Research a question and report it with quotes that were checked.

``from research import research_sync`` is the way in for programs: see `research.library`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from research.library import Report as Report
    from research.library import ResearchError as ResearchError
    from research.library import ResearchRequest as ResearchRequest
    from research.library import Settings as Settings
    from research.library import research as research
    from research.library import research_sync as research_sync

__version__ = "0.1.0"
_OF_LIBRARY = (
    "Report",
    "ResearchError",
    "ResearchRequest",
    "Settings",
    "research",
    "research_sync",
)


def __getattr__(name: str) -> Any:
    """What programs import from here, loaded when it is asked for: Lambda functions must not."""
    if name not in _OF_LIBRARY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("research.library"), name)


def __dir__() -> list[str]:
    """The names of this module, those that are not loaded yet among them."""
    return sorted({*globals(), *_OF_LIBRARY})
