"""The decision on charge for the breach of an order or of the duty to notify."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.assessing import LAWYER, RULE, YES, assess
from haven.breaches.models import Breach, BreachOutcome
from haven.breaches.operations.holding import locked
from haven.breaches.operations.report_breach import thing_of
from haven.breaches.states import may_move
from haven.cases.advice import legal_view
from haven.cases.chronology import record
from haven.cases.permissions import may
from haven_law.citation import daa
from haven_law.findings import Decision, refuse

UNDERLYING = "underlying"
# What may be charged for a breach of each kind. The offences of s.43 are counts of their own, never part of s.39.
COUNTS: dict[str, tuple[str, ...]] = {
    "order": ("s39", UNDERLYING),
    "notification": ("s43_1a", "s43_1b", "s43_2", UNDERLYING),
}
QUESTION = "breach"


@dataclass(frozen=True)
class RecordCharge:
    """The prosecutor's decision at `at`: the counts charged (codes of BreachOutcome.COUNTS; none given: the first of its
    kind), or why not, as a code of Breach.NO_CHARGE and in words."""

    breach: str
    charged: bool
    reason: str = ""
    counts: tuple[str, ...] = ()
    no_charge_code: str = ""


@transaction.atomic
def record_charge(command: RecordCharge, *, by: User, at: datetime) -> Breach:
    """Record that somebody was charged with the offence (s.39, or s.43 for the duty to notify), or was not and why.

    Refused: to a role that may not; for a notice, whose breach is no offence (s.26); before the breach is pursued, or
    after it ended; without the reason when nobody was charged; a count of the other kind; s.39 where no clause covers
    the conduct, or the law says that it can be no offence. Where only a lawyer can say (A13), the advice must be
    recorded first. A duty to notify is prosecuted once (s.43(6)). Raises ValueError for another code."""
    breach = locked(command.breach)
    may(by, "record_breach_result", breach.case, at).require()
    may_move(breach, "charge", at).require()
    if command.no_charge_code and command.no_charge_code not in Breach.NO_CHARGE:
        raise ValueError(f"'{command.no_charge_code}' is not a reason for no charge.")
    counts: tuple[str, ...] = ()
    if command.charged:
        counts = _counts(breach, command.counts)
    elif not command.reason.strip():
        refuse(RULE, "Say why there is no charge").require()
    breach.charge_decided_at, breach.charged = at, command.charged
    breach.charge_counts = list(counts)
    breach.no_charge_code = "" if command.charged else command.no_charge_code or "other"
    breach.charge_reason = "" if command.charged else command.reason.strip()
    breach.save(update_fields=["charge_decided_at", "charged", "charge_counts", "no_charge_code", "charge_reason"])
    kind = "breach.charged" if command.charged else "breach.no_charge"
    facts = {"ref": breach.ref, "of": breach.of, "counts": list(counts), "why": breach.get_no_charge_code_display()}
    facts["counts_words"] = "; ".join(BreachOutcome.COUNTS[c] for c in counts)
    record(breach.case, kind, by=by, at=at, about=("breach", breach.ref), facts=facts)
    return breach


def _counts(breach: Breach, asked: tuple[str, ...]) -> tuple[str, ...]:
    allowed = COUNTS[breach.of]
    counts = tuple(dict.fromkeys(asked)) or allowed[:1]
    for count in counts:
        if count not in BreachOutcome.COUNTS:
            raise ValueError(f"'{count}' is not a count.")
        if count not in allowed:
            because = "Failing to comply with the order and failing to notify are separate offences"
            refuse(daa("43(1)") if count.startswith("s43") else daa("39(1)"), because).require()
    if "s39" in counts:
        may_be_charged(breach).require(legal_view(breach.case, breach.ref, QUESTION, may_be_charged(breach)))
    if breach.of == "notification":
        _prosecuted_once(breach)
    return counts


def may_be_charged(breach: Breach) -> Decision:
    """Whether the conduct can be the offence of s.39 on what is known now: at least one clause of it. Asked again at the
    charge, because what the subject knew may have been found out since the report."""
    if breach.of != "order":
        return refuse(daa("39(1)"), "This is no breach of a requirement of an order")
    numbers = [c.clause for c in breach.clauses.all()]
    if not numbers:
        because = "No clause of the order covers what was reported. Charge the other offence by itself"
        return refuse(daa("39(1)"), because)
    lower, upper = breach.happened.lower, breach.happened.upper
    found = assess(thing_of(breach), numbers, lower, upper, breach.jurisdiction)
    by_answer = {answer: [a.decision for a in found.clauses if a.answer == answer] for answer in (YES, LAWYER)}
    best = by_answer[YES] or by_answer[LAWYER]
    return best[0] if best else Decision.all(*(a.decision for a in found.clauses))


def _prosecuted_once(breach: Breach) -> None:
    rows = Breach.objects.filter(of="notification", duty_ref=breach.duty_ref, charged=True, voided_at__isnull=True)
    if rows.exclude(pk=breach.pk).exists():
        refuse(daa("43(6)"), "This failure to notify was prosecuted already, and is prosecuted once").require()
