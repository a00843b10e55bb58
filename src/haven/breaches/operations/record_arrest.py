"""An arrest for a breach, the clock that it starts for a notice, and how custody ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.assessing import RULE
from haven.breaches.clocks import custody_clock, remand_clock
from haven.breaches.models import Breach
from haven.breaches.operations.decide_breach import write_pursuit
from haven.breaches.operations.holding import locked
from haven.breaches.states import may_move
from haven.cases.chronology import record
from haven.cases.deadlines import meet
from haven.cases.permissions import may
from haven_law.citation import daa
from haven_law.findings import refuse

NOTICE_POWER, ORDER_POWER, WARRANT_POWER = "s26_1", "pace_24", "s40_warrant"
POWER_WORDS = {NOTICE_POWER: "s.26(1)", ORDER_POWER: "PACE 1984 s.24", WARRANT_POWER: "warrant, s.40"}
HOW_ENDED = Breach.ENDS_OF_CUSTODY
AT_COURT = ("court", "live_link")


@dataclass(frozen=True)
class RecordArrest:
    """An arrest at `at`. The power follows from what was broken: s.26(1) for a notice, PACE s.24 for an order; for an
    order also `power` s40_warrant, when a judge has issued one."""

    breach: str
    power: str = ""
    station: str = ""


@dataclass(frozen=True)
class RecordCustodyEnd:
    """How custody ended at `at`: court, live_link (which counts as being brought before the court, s.26(8)), released,
    or bail. `remand`: what the court then did."""

    breach: str
    how: str
    remand: str = ""


@transaction.atomic
def record_arrest(command: RecordArrest, *, by: User, at: datetime) -> Breach:
    """Record the arrest. A breach not yet decided is pursued by it. For a notice the custody clock starts: before the
    court within 24 counted hours or at the hearing, if that is earlier (s.26(2)-(4)).

    Refused: to a role that may not; before the conduct began; when the breach is not where one may be arrested; a power
    of the other kind, or a warrant that no judge issued. Raises ValueError for another power."""
    breach = locked(command.breach)
    may(by, "record_arrest", breach.case, at).require()
    may_move(breach, "arrest", at).require()
    power = _power(breach, command.power)
    if breach.happened.lower is not None and at < breach.happened.lower:
        refuse(RULE, "The arrest cannot be earlier than what it is for").require()
    if breach.pursued_at is None:
        write_pursuit(breach, "arrest", by=by, at=max(at, breach.reported_at))
    breach.arrested_at, breach.arrest_power = at, power
    breach.arrest_station = command.station.strip()[:120]
    breach.save(update_fields=["arrested_at", "arrest_power", "arrest_station"])
    facts = {"ref": breach.ref, "of": breach.of, "power": POWER_WORDS[power]}
    record(breach.case, "breach.arrested", by=by, at=at, about=("breach", breach.ref), facts=facts)
    if breach.of == "notice":
        custody_clock(breach, at)
    return breach


def _power(breach: Breach, asked: str) -> str:
    if asked and asked not in POWER_WORDS:
        raise ValueError(f"'{asked}' is not a power of arrest for a breach.")
    if breach.of == "notice":
        if asked not in ("", NOTICE_POWER):
            refuse(
                daa("26(1)"), "A breach of a notice is not an offence: the power of arrest is that of s.26"
            ).require()
        return NOTICE_POWER
    if asked == NOTICE_POWER:
        refuse(daa("26(1)"), "That power is for the breach of a notice. This is a breach of an order").require()
    if asked == WARRANT_POWER and not _warrant_issued(breach):
        refuse(daa("40(3)"), "Record first that a judge issued the warrant").require()
    return asked or ORDER_POWER


def _warrant_issued(breach: Breach) -> bool:
    return breach.milestones.filter(kind="warrant_issued", voided_at__isnull=True).exists()


@transaction.atomic
def record_custody_end(command: RecordCustodyEnd, *, by: User, at: datetime) -> Breach:
    """The person was brought before the court, or released. The custody clock is met, late or not; a remand starts the
    clock of its limit.

    Refused: to a role that may not; when nobody was arrested; before the arrest; police bail after an arrest for a
    notice, which s.26(2) does not know; a remand by no court. Raises ValueError for another way or remand."""
    if command.how not in HOW_ENDED:
        raise ValueError(f"'{command.how}' is not a way in which custody ends.")
    if command.remand and command.remand not in Breach.REMANDS:
        raise ValueError(f"'{command.remand}' is not a way to remand.")
    breach = locked(command.breach)
    may(by, "record_arrest", breach.case, at).require()
    may_move(breach, "bring", at).require()
    if breach.of == "notice" and command.how == "bail":
        refuse(
            daa("26(2)"), "Whoever is arrested for a notice is brought before the court: there is no police bail"
        ).require()
    if command.remand and command.how not in AT_COURT:
        refuse(daa("26(5)"), "Only a court remands. Leave this empty when nobody was brought before one").require()
    breach.custody_ended_at, breach.custody_how, breach.remand = at, command.how, command.remand
    breach.save(update_fields=["custody_ended_at", "custody_how", "remand"])
    meet(breach.ref, "custody", at=at)
    remand_clock(breach, at)
    remand = f". {Breach.REMANDS[command.remand]}" if command.remand else ""
    facts = {"ref": breach.ref, "how": HOW_ENDED[command.how], "remand": remand, "code": command.how}
    record(breach.case, "custody.ended", by=by, at=at, about=("breach", breach.ref), facts=facts)
    return breach
