"""The course of a breach as dates, and the time between them: what is measured is what is recorded, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from haven.breaches.models import Breach, Milestone
from haven.breaches.states import RESULT_WORDS, main_outcome, standing_outcomes

ACTS = {
    "happened": "Happened",
    "reported": "Reported",
    "identified": "Seen as a breach",
    "decision": "Decided",
    "arrest": "Arrest",
    "custody_ended": "Custody ended",
    "charge_decision": "Decision on charge",
    "outcome": "Outcome",
}
# In the order in which they come when the times are the same.
_FIRST = ("happened", "reported", "response", "identified", "safety_checked", "decision", "arrest", "interview")
KINDS: dict[str, str] = {k: (ACTS | Milestone.KINDS)[k] for k in (*_FIRST, *ACTS, *Milestone.KINDS)}
# From which date to which a delay is measured, in the order of a case, and what it is called.
MEASURED: tuple[tuple[str, str, str], ...] = (
    ("happened", "reported", "Until it was reported"),
    ("reported", "identified", "Until it was seen as a breach"),
    ("reported", "response", "Until the first response"),
    ("reported", "safety_checked", "Until the protected person’s safety was checked"),
    ("reported", "decision", "Until the decision"),
    ("reported", "arrest", "Until the arrest"),
    ("arrest", "custody_ended", "In custody"),
    ("decision", "charge_decision", "Until the decision on charge"),
    ("charge_decision", "first_hearing", "Until the first hearing"),
    ("first_hearing", "outcome", "From first hearing to outcome"),
    ("pack_asked", "pack_sent", "Until the pack was sent"),
    ("reported", "outcome", "From report to outcome"),
)
# A delay that still runs is shown only for these: the rest may never come.
RUNNING = ("identified", "response", "safety_checked", "decision", "pack_sent")


@dataclass(frozen=True)
class Step:
    """A date: what, when, how exactly it is known. `mark` names the act for a correction; empty where there is none."""

    kind: str
    words: str
    at: datetime
    precision: str = "minute"
    note: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Delay:
    """The time from one date to another. `ended` False: it still runs, as at the instant asked about. With `days_only`
    one of the dates is known as a day alone."""

    to: str
    words: str
    length: timedelta
    ended: bool
    days_only: bool


def steps_of(breach: Breach) -> list[Step]:
    """Every date of it, the earliest first. `breach` with its outcomes and milestones."""
    precision = "day" if breach.happened_precision == "day" else "minute"
    found = [
        Step("happened", ACTS["happened"], breach.happened.lower, precision, mark="happened"),
        Step("reported", ACTS["reported"], breach.reported_at),
    ]
    found += [s for s in (_identified(breach), _decision(breach), *_custody(breach), _charge(breach)) if s is not None]
    for outcome in standing_outcomes(breach):
        kind = "outcome" if outcome == main_outcome(breach) else "other"
        words = f"{ACTS['outcome']}: {RESULT_WORDS[outcome.result]}"
        found.append(
            Step(kind, words, outcome.decided_at, note=outcome.get_count_display(), mark=f"undo_outcome:{outcome.pk}")
        )
    found += [
        Step(m.kind, m.get_kind_display(), m.at, m.precision, m.words, f"milestone:{m.kind}")
        for m in breach.milestones.all()
        if m.voided_at is None
    ]
    order = list(KINDS)
    return sorted(found, key=lambda s: (s.at, order.index(s.kind) if s.kind in order else len(order)))


def _identified(breach: Breach) -> Step | None:
    if breach.identified_at is None:
        return None
    return Step("identified", ACTS["identified"], breach.identified_at)


def _decision(breach: Breach) -> Step | None:
    if breach.pursued_at is not None:
        note = breach.get_pursued_how_display()
        return Step("decision", "Decided to pursue it", breach.pursued_at, note=note, mark="undo_pursuit")
    if breach.decided_not_at is not None:
        return Step("decision", "Decided: no further action", breach.decided_not_at, mark="undo_no_action")
    return None


def _custody(breach: Breach) -> list[Step]:
    found = []
    if breach.arrested_at is not None:
        found.append(Step("arrest", ACTS["arrest"], breach.arrested_at, note=breach.arrest_station, mark="arrest_time"))
    if breach.custody_ended_at is not None:
        parts = [breach.get_custody_how_display(), breach.get_remand_display()]
        note = ". ".join(str(p) for p in parts if p)
        found.append(
            Step("custody_ended", ACTS["custody_ended"], breach.custody_ended_at, note=note, mark="custody_time")
        )
    return found


def _charge(breach: Breach) -> Step | None:
    if breach.charge_decided_at is None:
        return None
    words = "Charged" if breach.charged else "Not charged"
    note = "" if breach.charged else f"{breach.get_no_charge_code_display()}: {breach.charge_reason}"
    return Step("charge_decision", words, breach.charge_decided_at, note=note, mark="charge_time")


def delays_of(breach: Breach, at: datetime, steps: list[Step] | None = None) -> list[Delay]:
    """Each measured time that has begun and ended, and those that still run at `at` while the breach is open."""
    first: dict[str, Step] = {}
    for step in steps if steps is not None else steps_of(breach):
        first.setdefault(step.kind, step)
    open_still = "outcome" not in first and breach.decided_not_at is None and breach.charged is not False
    found = []
    for start, end, words in MEASURED:
        begun, ended = first.get(start), first.get(end)
        if begun is None or (ended is None and (end not in RUNNING or not open_still)):
            continue
        until = ended.at if ended is not None else at
        if until < begun.at and not _same_day(begun, ended):
            continue
        days_only = begun.precision == "day" or (ended is not None and ended.precision == "day")
        found.append(Delay(end, words, max(until - begun.at, timedelta(0)), ended is not None, days_only))
    return found


def _same_day(begun: Step, ended: Step | None) -> bool:
    return ended is not None and "day" in (begun.precision, ended.precision) and begun.at.date() == ended.at.date()


def last_moved(breach: Breach) -> datetime:
    """When the last thing was done about it."""
    return max(s.at for s in steps_of(breach) if s.kind != "happened")
