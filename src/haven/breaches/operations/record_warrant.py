"""The other road after a breach of an order of the High Court, the family court or the county court: a judge's warrant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.assessing import RULE
from haven.breaches.models import Breach, Milestone
from haven.breaches.operations.holding import locked
from haven.breaches.operations.reach_milestone import WARRANTS, write_milestone
from haven.breaches.states import state
from haven.cases.chronology import record
from haven.cases.permissions import may
from haven_law.findings import Decision, refuse
from haven_law.warrants import may_ask_for_warrant

# How a person who asks stands to the order, as pages say it.
ASKERS = {
    "protected_person": "The protected person",
    "applicant": "Whoever applied for the order",
    "other_person": "Somebody else, with the leave of the judge",
}
STEPS = {"asked": "warrant_asked", "issued": "warrant_issued", "refused": "warrant_refused"}


@dataclass(frozen=True)
class RecordWarrant:
    """`step`: asked, issued or refused. `asker` is a code of ASKERS, with `leave` where it is somebody else."""

    breach: str
    step: str
    asker: str = ""
    leave: bool = False


def warrant_possible(breach: Breach, asker: str, leave: bool | None = None) -> Decision:
    """Whether a warrant can be asked for, by whom (s.40(2)-(4))."""
    if breach.order is None or breach.of != "order":
        return refuse("DAA 2021 s.40(2)", "A warrant is for the breach of an order")
    on_application = breach.order.route.startswith("s28")
    return may_ask_for_warrant(breach.order.made_by.kind, asker, order_made_on_application=on_application, leave=leave)


@transaction.atomic
def record_warrant(command: RecordWarrant, *, by: User, at: datetime) -> Milestone:
    """Record that a warrant was asked for, issued or refused. Refused: to a role that may not; for an order of another
    court, or asked for by somebody who may not (s.40); issued or refused before it was asked for; twice; once the breach
    has ended. Raises ValueError for another step or asker."""
    if command.step not in STEPS or (command.step == "asked" and command.asker not in ASKERS):
        raise ValueError("A warrant is asked for by somebody, issued or refused.")
    breach = locked(command.breach)
    may(by, "reach_milestone", breach.case, at).require()
    if state(breach, at) in ("not_pursued", "decided"):
        refuse(RULE, "This breach has ended").require()
    reached = {m.kind for m in breach.milestones.filter(kind__in=WARRANTS, voided_at__isnull=True)}
    if command.step == "asked":
        warrant_possible(breach, command.asker, command.leave or None).require()
    elif "warrant_asked" not in reached:
        refuse(RULE, "Record first that the warrant was asked for").require()
    kind = STEPS[command.step]
    if kind in reached or (command.step != "asked" and reached & {"warrant_issued", "warrant_refused"}):
        refuse(RULE, "This is recorded already").require()
    words = ASKERS[command.asker] if command.step == "asked" else ""
    found = write_milestone(breach, kind, at, by=by, words=words)
    facts = {"ref": breach.ref, "step": command.step, "kind": found.get_kind_display(), "by": words}
    record(breach.case, "breach.warrant", by=by, at=at, about=("breach", breach.ref), facts=facts)
    return found
