"""What follows from what was told of a tag: she is told, somebody sees to it, and a person decides whether it is a breach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from haven.breaches.operations.raise_candidate import RaiseCandidate, raise_candidate
from haven.cases.models import CaseEvent
from haven.lawdata.queries import policy
from haven.monitoring.models import EquipmentEvent
from haven.reactions.giving import give, next_working_day, team_of, tell
from haven_law.clock import to_london

# Our own times, reckoned from when we were told: to agree the next visit, and to hear whether it works again.
FIT_WITHIN, WORKS_WITHIN = timedelta(hours=24), timedelta(hours=1)
SIGNS = {
    "not_fitted": "The subject refused to have the tag fitted",
    "failed": "The tag stopped working. Whether the subject did something is not known yet",
    "not_charged": "The tag was not kept charged",
    "removed": "The tag was taken off or cut, and not by who does the monitoring",
}


def _told(event: CaseEvent) -> EquipmentEvent:
    return EquipmentEvent.objects.get(public_id=event.facts["equipment"])


def tell_of_fitting(event: CaseEvent) -> None:
    tell(event, "that the tag is fitted", next_working_day(_told(event).told_at))


def tell_of_no_fitting(event: CaseEvent) -> None:
    tell(event, "that the tag is not fitted yet, and what happens next", next_working_day(_told(event).told_at))


def tell_of_failure(event: CaseEvent) -> None:
    tell(event, "that the tag is not working, and ask whether they feel safe", next_working_day(_told(event).told_at))


def tell_of_removal(event: CaseEvent) -> None:
    """Whoever is rid of the tag may be on the way there: as when somebody is let go, our rule is an hour."""
    told = _told(event).told_at
    hours = policy("inform_release_hours", to_london(told).date())
    tell(event, "at once that the tag is off, and ask where they are safe now", told + timedelta(hours=hours))


def agree_next_visit(event: CaseEvent) -> None:
    words = (
        f"Agree with who does the monitoring when the tag of clause {event.facts['clause']} of {event.about_ref} is fitted, "
        "and record it. Ask a lawyer if it cannot be: the court removes what cannot be kept (s.44(12)(b))"
    )
    due = _told(event).told_at + FIT_WITHIN
    give(event, "tag_fit", words, team_of(event.case, "unit"), duty_role="unit_desk", due_at=due)


def does_it_work_again(event: CaseEvent) -> None:
    words = (
        f"Ask who does the monitoring: does the tag of clause {event.facts['clause']} of {event.about_ref} work again?"
    )
    due = _told(event).told_at + WORKS_WITHIN
    give(event, "tag_works", words, team_of(event.case, "unit"), duty_role="unit_desk", due_at=due)


def find_the_subject(event: CaseEvent) -> None:
    words = (
        f"The tag of {event.about_ref} is off. Find the subject, see that the protected person is safe, and decide on the "
        "breach"
    )
    due = _told(event).told_at
    give(event, "tag_off_find", words, team_of(event.case, "inspectors"), duty_role="duty_inspector", due_at=due)


def raise_sign_of_tag(event: CaseEvent) -> None:
    """A sign, with its clause and time filled in: whether it is a breach of the order, a person decides (ss.37(8), 39)."""
    row = _told(event)
    if row.what == "fitted" or (row.what == "not_fitted" and row.why != "refused"):
        return
    command = RaiseCandidate(
        of="order",
        source="alert",
        source_ref=str(row.public_id),
        words=SIGNS[row.what],
        happened_from=row.happened_at,
        order_ref=event.about_ref,
        clause=row.clause,
    )
    raise_candidate(command, by=None, at=row.told_at)


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "tag.fitted": (tell_of_fitting,),
    "tag.not_fitted": (tell_of_no_fitting, agree_next_visit, raise_sign_of_tag),
    "tag.failed": (tell_of_failure, does_it_work_again, raise_sign_of_tag),
    "tag.removed": (find_the_subject, tell_of_removal, raise_sign_of_tag),
}
