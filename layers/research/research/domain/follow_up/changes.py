"""How a report differs from an earlier one on the same question, statement by statement."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from research.domain.claim import Claim
from research.domain.source import SourceRecord
from research.domain.value import JobId, Value


class ChangeKind(StrEnum):
    """What became of a statement."""

    CHANGED = "changed"
    """Both reports say something of the same, and not the same of it."""
    NEW = "new"
    """No source of the earlier report said it."""
    GONE = "gone"
    """No source of this report says it."""


class Change(Value):
    """A statement that is not as it was."""

    kind: ChangeKind
    now: Claim | None = None
    """As this report has it, citing its sources; None where it is gone."""
    before: Claim | None = None
    """As the earlier report had it, citing `earlier_sources`; None where it is new."""


class ReportChanges(Value):
    """What is new, gone or changed since an earlier report, judged by words, figures and dates."""

    follow_up_of: JobId
    """The earlier report's job."""
    earlier_created_at: datetime
    changes: tuple[Change, ...] = ()
    """What changed, then what is new, then what is gone, each in its report's order."""
    same: int = Field(default=0, ge=0)
    """Statements of this report that the earlier one makes, too."""
    said_before: int = Field(default=0, ge=0)
    """Statements that the earlier report left out, though its sources made them."""
    still_said: int = Field(default=0, ge=0)
    """Statements of the earlier report that this one leaves out, though its sources make them."""
    earlier_sources: tuple[SourceRecord, ...] = ()
    """Those that the earlier statements cite, by the numbers that they had then."""
