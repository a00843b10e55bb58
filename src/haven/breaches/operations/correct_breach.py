"""Correct a date or take back an act that was recorded wrongly: one person asks, another decides, and both values stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from haven.accounts.models import User
from haven.breaches.assessing import RULE, assess
from haven.breaches.clocks import custody_clock, decision_clock, remand_clock
from haven.breaches.models import Breach, Correction, Milestone
from haven.breaches.operations.holding import locked
from haven.breaches.operations.identify_breach import rewrite_clauses
from haven.breaches.operations.report_breach import span_of, thing_of
from haven.cases.chronology import record
from haven.cases.deadlines import close_all, meet
from haven.cases.permissions import may
from haven.sealed.ciphers import encipher
from haven_law.findings import refuse

# What can be set to another time, and the column that holds it.
TIMES = {
    "arrest_time": ("arrested_at", "When the arrest was"),
    "custody_time": ("custody_ended_at", "When custody ended"),
    "charge_time": ("charge_decided_at", "When the charge was decided"),
}
# What can be taken back whole, with the columns that are emptied.
UNDO: dict[str, tuple[str, tuple[str, ...]]] = {
    "undo_pursuit": ("The decision to pursue", ("pursued_at", "pursued_by", "pursued_how")),
    "undo_no_action": (
        "The decision to take no further action",
        ("decided_not_at", "decided_not_by", "decided_not_why"),
    ),
    "undo_arrest": ("The arrest", ("arrested_at", "arrest_power", "arrest_station")),
    "undo_custody": ("How custody ended", ("custody_ended_at", "custody_how", "remand")),
    "undo_charge": (
        "The decision on charge",
        ("charge_decided_at", "charged", "charge_counts", "no_charge_code", "charge_reason"),
    ),
}
HAPPENED, OUTCOME, MILESTONE = "happened", "undo_outcome", "milestone"
# What must be taken back first.
AFTER: dict[str, tuple[str, ...]] = {
    "undo_pursuit": ("arrested_at", "charge_decided_at"),
    "undo_arrest": ("custody_ended_at", "charge_decided_at"),
    "undo_custody": ("charge_decided_at",),
}


@dataclass(frozen=True)
class AskCorrection:
    """`what`: happened, a code of TIMES or UNDO, undo_outcome:<number>, milestone:<kind> or undo_milestone:<kind>. A new
    time where one is set; with `until` and `precision` for what happened."""

    breach: str
    what: str
    reasons: str
    new_at: datetime | None = None
    until: datetime | None = None
    precision: str = "minute"


@dataclass(frozen=True)
class DecideCorrection:
    correction: int
    accept: bool


@transaction.atomic
def ask_correction(command: AskCorrection, *, by: User, at: datetime) -> Correction:
    """Ask for it, with reasons. Nothing changes until another person decides. Refused: to a role that may not; without
    reasons; what is not recorded; a time that is missing, in the future or before the conduct; when it is asked already.
    Raises ValueError for another `what`."""
    breach = locked(command.breach)
    may(by, "correct_breach", breach.case, at).require()
    if len(command.reasons.strip()) < 10:
        refuse(RULE, "Say what is wrong, in a sentence or more").require()
    before = value_of(breach, command.what)
    if before is None:
        refuse(RULE, "That is not recorded, so there is nothing to correct").require()
    after = _new_value(breach, command, at)
    if breach.corrections.filter(what=command.what, decided_at__isnull=True, voided_at__isnull=True).exists():
        refuse(RULE, "A correction of this waits for another person already").require()
    found = Correction.objects.create(
        breach=breach,
        what=command.what,
        before=before,
        after=after,
        reasons_enc=encipher(breach.case.ref, command.reasons.strip()),
        asked_by=by,
        asked_at=at,
        recorded_by=by,
    )
    facts = {"ref": breach.ref, "what": what_words(command.what).lower()}
    record(breach.case, "breach.correction_asked", by=by, at=at, about=("breach", breach.ref), facts=facts)
    return found


@transaction.atomic
def decide_correction(command: DecideCorrection, *, by: User, at: datetime) -> Correction:
    """Accept it, and the record is put right, or leave the record as it is. Both values stay. Refused: to a role that may
    not; to whoever asked; when it was decided; when something recorded since stands in the way."""
    asked = Correction.objects.filter(pk=command.correction, voided_at__isnull=True).select_related("breach").first()
    if asked is None:
        refuse(RULE, "There is no such correction").require()
    assert asked is not None
    breach = locked(asked.breach.ref)
    asked.refresh_from_db()
    may(by, "decide_correction", breach.case, at).require()
    if asked.decided_at is not None:
        refuse(RULE, "This correction was decided already").require()
    if asked.asked_by_id == by.pk:
        refuse("Haven rule of two people", "You asked for this, so another person must decide it").require()
    if command.accept:
        if value_of(breach, asked.what) != asked.before:
            refuse(RULE, "The record has changed since this was asked. Ask again").require()
        _carry_out(breach, asked, by, at)
    asked.decided_by, asked.decided_at, asked.accepted = by, at, command.accept
    asked.save(update_fields=["decided_by", "decided_at", "accepted"])
    kind = "breach.corrected" if command.accept else "breach.correction_refused"
    facts = {"ref": breach.ref, "what": what_words(asked.what).lower(), "before": asked.before, "after": asked.after}
    record(breach.case, kind, by=by, at=at, about=("breach", breach.ref), facts=facts)
    return asked


def what_words(what: str) -> str:
    """What a correction is of, in words. Raises ValueError for another code."""
    code, _, part = what.partition(":")
    if code == HAPPENED:
        return "When it happened"
    if code in TIMES:
        return TIMES[code][1]
    if code in UNDO:
        return UNDO[code][0]
    if code == OUTCOME and part.isascii() and part.isdigit() and len(part) < 18:
        return "How it ended"
    if code in (MILESTONE, f"undo_{MILESTONE}") and part in Milestone.KINDS:
        return Milestone.KINDS[part]
    raise ValueError(f"'{what}' is nothing that can be corrected.")


def value_of(breach: Breach, what: str) -> dict[str, Any] | None:
    """What stands there now, as plain values; None when nothing does. Raises ValueError for another `what`."""
    what_words(what)
    code, _, part = what.partition(":")
    if code == HAPPENED:
        until = breach.happened.upper.isoformat()
        start = breach.happened.lower.isoformat()
        return {"from": start, "until": until, "precision": breach.happened_precision}
    if code in TIMES:
        moment = getattr(breach, TIMES[code][0])
        return {"at": moment.isoformat()} if moment is not None else None
    if code in UNDO:
        columns = UNDO[code][1]
        held = {name: _plain(getattr(breach, name)) for name in columns}
        return held if held[columns[0]] is not None else None
    if code == OUTCOME:
        outcome = breach.outcomes.filter(voided_at__isnull=True, pk=int(part)).first()
        held_at = outcome.decided_at.isoformat() if outcome else ""
        return {"result": outcome.result, "count": outcome.count, "decided_at": held_at} if outcome else None
    milestone = breach.milestones.filter(voided_at__isnull=True, kind=part).first()
    return {"at": milestone.at.isoformat(), "precision": milestone.precision} if milestone else None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.pk if isinstance(value, User) else value


def _new_value(breach: Breach, command: AskCorrection, at: datetime) -> dict[str, Any]:
    code = command.what.partition(":")[0]
    if code.startswith("undo_"):
        return {}
    if command.new_at is None:
        refuse(RULE, "Enter the right time").require()
    assert command.new_at is not None
    if command.new_at > at:
        refuse(RULE, "The time must not be in the future").require()
    if code == HAPPENED:
        start, end = span_of(command.new_at, command.until, command.precision)
        if start > breach.reported_at:
            refuse(RULE, "The time it happened must not be after the report").require()
        precision = "between" if command.until is not None and command.precision != "day" else command.precision
        return {"from": start.isoformat(), "until": end.isoformat(), "precision": precision}
    if command.new_at < breach.happened.lower:
        refuse(RULE, "The time cannot be before what it is about").require()
    return {"at": command.new_at.isoformat(), "precision": command.precision}


def _carry_out(breach: Breach, asked: Correction, by: User, at: datetime) -> None:
    code, _, part = asked.what.partition(":")
    if code == HAPPENED:
        _set_happened(breach, asked)
    elif code in TIMES:
        setattr(breach, TIMES[code][0], datetime.fromisoformat(asked.after["at"]))
        breach.save(update_fields=[TIMES[code][0]])
        _CLOCKS.get(code, _no_clock)(breach, at)
    elif code in UNDO:
        _undo(breach, code, at)
    else:
        _void(breach, asked, by, at, code, part)


def _set_happened(breach: Breach, asked: Correction) -> None:
    """Another time: the clauses are read again as they were then, and refused when one was not in force."""
    start, end = (datetime.fromisoformat(asked.after[name]) for name in ("from", "until"))
    numbers = [c.clause for c in breach.clauses.all()]
    breach.happened = DateTimeTZRange(start, end, "[)")
    breach.happened_precision = asked.after["precision"]
    if breach.of != "notification":
        asked.before |= {"clauses": [[c.clause, c.wording_copy, c.answer] for c in breach.clauses.all()]}
        rewrite_clauses(breach, assess(thing_of(breach), numbers, start, end, breach.jurisdiction))
        asked.save(update_fields=["before"])
    breach.save(update_fields=["happened", "happened_precision"])


def _undo(breach: Breach, code: str, at: datetime) -> None:
    in_the_way = [name for name in AFTER.get(code, ()) if getattr(breach, name) is not None]
    if in_the_way or any(o.voided_at is None for o in breach.outcomes.all()):
        refuse(RULE, "Something later is recorded. Take that back first").require()
    columns = UNDO[code][1]
    for name in columns:
        field = Breach._meta.get_field(name)
        setattr(breach, name, None if field.null else [] if name == "charge_counts" else "")  # type: ignore[union-attr]
    breach.save(update_fields=list(columns))
    _CLOCKS.get(code, _no_clock)(breach, at)


def _void(breach: Breach, asked: Correction, by: User, at: datetime, code: str, part: str) -> None:
    """A wrong row is voided, and for a date written again."""
    standing: Any = breach.outcomes if code == OUTCOME else breach.milestones
    row = standing.get(voided_at__isnull=True, **({"pk": int(part)} if code == OUTCOME else {"kind": part}))
    row.voided_at, row.voided_by, row.void_reason = at, by, f"Correction {asked.pk}"
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    if code == MILESTONE:
        moment = datetime.fromisoformat(asked.after["at"])
        breach.milestones.create(
            kind=part, at=moment, precision=asked.after["precision"], words=row.words, recorded_by=by
        )


def _no_clock(breach: Breach, at: datetime) -> None:
    return None


def _decide_again(breach: Breach, at: datetime) -> None:
    decision_clock(breach, at)


def _custody_again(breach: Breach, at: datetime) -> None:
    """The arrest was at another time, or custody has not ended: the clock of s.26 is reckoned anew from the arrest, and
    that of a remand from the end of custody."""
    close_all(breach.ref, at=at, because="corrected", kinds=["remand_s30"])
    if breach.custody_ended_at is not None:
        remand_clock(breach, breach.custody_ended_at)
    if breach.of == "notice" and breach.arrested_at is not None:
        custody_clock(breach, breach.arrested_at)
        if breach.custody_ended_at is not None:
            meet(breach.ref, "custody", at=breach.custody_ended_at)


def _no_custody(breach: Breach, at: datetime) -> None:
    close_all(breach.ref, at=at, because="corrected", kinds=["custody"])


_CLOCKS: dict[str, Callable[[Breach, datetime], None]] = {
    "undo_pursuit": _decide_again,
    "undo_no_action": _decide_again,
    "undo_arrest": _no_custody,
    "undo_custody": _custody_again,
    "arrest_time": _custody_again,
    "custody_time": _custody_again,
}
