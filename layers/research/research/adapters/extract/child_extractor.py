"""An extractor that has each page read in a child process, within limits of time and memory."""

from pydantic import ValidationError

from research.adapters.children.child_pool import ChildPool
from research.adapters.children.frames import ChildError, ChildLimitError, ChildRefusedError
from research.domain.errors import ExtractError, PageOverLimitsError, errors_by_code
from research.domain.source import Document, Page

_TASK = "extract"
_ERRORS = errors_by_code(ExtractError)


class ChildExtractor:
    """`ports.Extractor` that asks `PageExtractor` in a process that can be ended."""

    def __init__(self, children: ChildPool) -> None:
        self._children = children

    async def extract(self, page: Page) -> Document:
        """The document in `page`.

        Raises what `PageExtractor` raises, `PageOverLimitsError` for a page that takes more than it
        may, and `ExtractError` for one whose reader broke down.
        """
        try:
            found = await self._children.call(_TASK, page.model_dump(exclude={"body"}), page.body)
            return Document.model_validate_json(found)
        except ChildRefusedError as error:
            raise _ERRORS.get(error.code, ExtractError)(str(error)) from None
        except ChildLimitError as error:
            raise PageOverLimitsError(f"over the limits of a page: {error}") from None
        except (ChildError, ValidationError) as error:
            reason = str(error) if isinstance(error, ChildError) else "no document came of it"
            raise ExtractError(reason) from None
