"""Where the application after a notice stands against its clock: status, next step, and whether somebody must act now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LAST_HOURS = timedelta(hours=6)
# A hearing that should have begun this long ago and is not recorded as begun: somebody must say whether it was heard.
UNRECORDED_AFTER = timedelta(minutes=30)


@dataclass(frozen=True)
class Facts:
    """What is known of one notice. `position` is a code of the law (running, may_be_late, past_deadline). `left` is in
    counted hours. `sitting` is the last one before the deadline that is not over, `next_sitting` the next one."""

    position: str
    at: datetime
    act_by: datetime
    left: timedelta
    prepared: bool = False
    made: bool = False
    listed_for: datetime | None = None
    notice_given: bool = False
    sitting: datetime | None = None
    next_sitting: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """`kind` and `word` are the status mark. `owner` says whose step it is: owner, officer or legal. `urgent` makes the
    clock red."""

    kind: str
    word: str
    step: str
    owner: str
    urgent: bool


def standing(f: Facts) -> Standing:
    """The one thing to do next. The most pressing answer wins."""
    if f.position == "past_deadline":
        return Standing("act", "Past deadline", "Get legal advice. It has not ended by itself.", "owner", True)
    if f.position == "may_be_late":
        step = "Ask the legal adviser now. The law is unsettled between the two dates."
        return Standing("act", "May be late", step, "owner", True)
    if f.listed_for is not None:
        return _listed(f, f.listed_for)
    return _not_listed(f)


def _listed(f: Facts, listed_for: datetime) -> Standing:
    if listed_for > f.act_by:
        step = "Ask the court for an earlier hearing: this one is after the deadline"
        return Standing("act", "Listed too late", step, "owner", True)
    last_hours = f.left < LAST_HOURS
    if f.at - listed_for > UNRECORDED_AFTER:
        step = "Was it heard? Record that the hearing began, or list it again"
        return Standing("act", "Hearing not recorded", step, "owner", last_hours)
    if not f.notice_given:
        return Standing(
            "wait", "Notice to give", "Give the subject notice of the hearing (s.29(4))", "officer", last_hours
        )
    return Standing("ready", "Listed", "Hearing. Notice of it has been given.", "owner", last_hours)


def _not_listed(f: Facts) -> Standing:
    """In the last hours, or when the next sitting is the last or there is none, somebody must act now."""
    urgent = f.left < LAST_HOURS or f.sitting is None or f.next_sitting == f.sitting
    if f.made:
        if urgent:
            return Standing("act", "Not listed", "Confirm the listing by phone", "owner", True)
        return Standing("wait", "Listing to be given", "Ask the court when it will be heard", "owner", False)
    if urgent:
        step = "Send the application, and ring the court" if f.prepared else "Apply now, and ring the court"
        if f.sitting is None:
            step = "No sitting is left before the deadline. Ring the court and ask for one"
        return Standing("act", "Not listed", step, "owner", True)
    step = "Send the application to the court" if f.prepared else "Prepare the application"
    return Standing("draft", "Being prepared", step, "owner", False)
