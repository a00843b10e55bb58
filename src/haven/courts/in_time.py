"""The last sitting at which the application after a notice can be heard in time."""

from dataclasses import dataclass
from datetime import datetime

from haven.courts.models import Sitting
from haven.courts.queries import last_sitting_before
from haven_law.calendar import Calendar
from haven_law.clock import HearingDeadline, hearing_deadline


@dataclass(frozen=True)
class InTime:
    """If served at an instant: the deadline with its reckoning, and the last sitting before it (None: none is known)."""

    deadline: HearingDeadline
    sitting: Sitting | None

    @property
    def last_sitting(self) -> datetime | None:
        return self.sitting.starts_at if self.sitting is not None else None

    @property
    def apply_by(self) -> datetime | None:
        """When the papers must be in for that sitting."""
        return self.sitting.papers_by if self.sitting is not None else None


def heard_in_time(area: str, served_at: datetime, calendar: Calendar) -> InTime:
    """By when the court must hear it (s.29(2)-(3)), and the last sitting for the area before the earlier date that has
    not ended at service."""
    deadline = hearing_deadline(served_at, calendar)
    return InTime(deadline, last_sitting_before(area, deadline.act_by, after=served_at))
