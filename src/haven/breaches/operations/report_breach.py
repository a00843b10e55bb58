"""Report a breach of a notice, of an order or of the duty to notify: which clauses, in the words that were in force, when,
where, and what happened."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from haven.accounts.models import User
from haven.accounts.references import new_reference
from haven.breaches.assessing import RULE, Assessed, Assessment, assess, assess_duty, held_then
from haven.breaches.clocks import decision_clock
from haven.breaches.models import LAY_SOURCES, SOURCES, Breach, BreachClause, Candidate
from haven.breaches.operations.raise_candidate import close_candidate
from haven.breaches.operations.reach_milestone import write_milestone
from haven.breaches.reporters import Reporter
from haven.cases.chronology import lock_case, record
from haven.cases.models import BailCondition, Case
from haven.cases.permissions import may
from haven.notices.models import Notice, NoticeTerm
from haven.orders.models import Order, Requirement
from haven.sealed.ciphers import encipher
from haven_law.clock import end_of, start_of, to_london
from haven_law.findings import Decision, as_json, refuse

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Online:
    """Where it is to be seen: the account, the address of the page, and what stood there."""

    account: str = ""
    address: str = ""
    captured: str = ""

    @property
    def empty(self) -> bool:
        return not (self.account.strip() or self.address.strip() or self.captured.strip())


@dataclass(frozen=True)
class Response:
    """What was done at once (a code of Breach.RESPONSES, and why not), and how the protected person is."""

    done: str = "later"
    why: str = ""
    seen: str = "not_yet"
    safe: str = "not_known"
    contact_still_right: str = "not_known"


NOTHING_YET = Response()
NOT_ONLINE = Online()


@dataclass(frozen=True)
class ReportBreach:
    """What is reported. `about_ref` is the notice or order; with `duty_ref` it is the duty to notify that the order
    carries. With `happened_until` it happened between the two; a day alone has precision "day". `clauses` are clause
    numbers; conduct that no clause covers is `other_offence`. `bail`: conditions of bail said to be broken as well.
    `candidate`: the sign that led to the report; `check`: the check at a door that did."""

    about_ref: str
    happened_from: datetime
    account: str
    clauses: tuple[int, ...] = ()
    happened_until: datetime | None = None
    precision: str = "minute"
    other_offence: str = ""
    excuse: str = ""
    excuse_said: str = ""
    in_danger: str = "not_known"
    jurisdiction: str = "ew"
    where: str = "other"
    place: str = ""
    online: Online = NOT_ONLINE
    response: Response = NOTHING_YET
    bail: tuple[int, ...] = field(default=())
    duty_ref: str = ""
    source: str = "officer"
    candidate: str = ""
    check: str = ""


@transaction.atomic
def report_breach(command: ReportBreach, *, by: User | Reporter, at: datetime) -> Breach:
    """Record a report. The clauses are copied in the exact words in force at the time, each with the law's findings
    (s.26, s.39, s.43, s.45(8)-(9)); a supervisor has a clock to decide.

    From an officer it is refused: to a role that may not; when there is no such notice or order; when it was not in
    force at any moment of the time given; without a clause or another offence. From anybody: when the time is later than
    the report; without an account. Who does not sign in to this site need not know the clauses, and is heard though
    nothing was in force: an officer looks at it. Raises ValueError for a code that there is not."""
    thing = find_thing(command.about_ref)
    (by.may_report(thing) if isinstance(by, Reporter) else may(by, "report_breach", thing.case, at)).require()
    case = lock_case(thing.case_id)
    start_at, end_at = span(command)
    _complete(command, by, start_at, at)
    found = _assessed(thing, command, by, start_at, end_at)
    breach = _row(case, thing, command, found, (start_at, end_at), by, at)
    write_clauses(breach, found.clauses)
    _beside(breach, command, by, at)
    decision_clock(breach, at)
    facts = {"ref": breach.ref, "of": breach.of, "about": command.about_ref, "source": breach.get_source_display()}
    facts["clauses"] = [a.clause.number for a in found.clauses]  # type: ignore[assignment]
    if command.check:
        facts["check"] = command.check
    findings = [f for a in found.clauses for f in a.decision.findings] or list(found.findings)
    who = by if isinstance(by, User) else by.words
    about = ("breach", breach.ref)
    record(case, "breach.reported", by=who, at=at, about=about, facts=facts, findings=findings)
    return breach


def find_thing(ref: str) -> Notice | Order:
    """The notice or order of a reference. Refused when there is none."""
    found: Notice | Order | None = (
        Notice.objects.filter(ref=ref, voided_at__isnull=True).select_related("case__protected").first()
        or Order.objects.filter(ref=ref, voided_at__isnull=True).select_related("case__protected").first()
    )
    if found is None:
        refuse(RULE, "There is no such notice or order").require()
    assert found is not None
    return found


def thing_of(breach: Breach) -> Notice | Order:
    """The notice or order that a breach is of; for the duty to notify, the order that carries it."""
    thing = breach.notice if breach.notice is not None else breach.order
    assert thing is not None, "the table refuses a breach of nothing"
    return thing


def span(command: ReportBreach) -> tuple[datetime, datetime]:
    """From when to when it happened: one minute, the time between two instants, or a whole day in London."""
    return span_of(command.happened_from, command.happened_until, command.precision)


def span_of(start: datetime, until: datetime | None, precision: str) -> tuple[datetime, datetime]:
    """The same of three values. Refused when the later of two times is not after the earlier one."""
    if precision == "day":
        day = to_london(start).date()
        return start_of(day), end_of(day)
    if until is None:
        return start, start + MINUTE
    if until <= start:
        refuse(RULE, "The later of the two times must be after the earlier one").require()
    return start, until


# field -> the codes it may hold
_CODES: dict[str, tuple[str, ...]] = {
    "jurisdiction": tuple(Breach.JURISDICTIONS),
    "where": tuple(Breach.WHERE),
    "in_danger": tuple(Breach.YES_NO),
    "excuse_said": ("", *Breach.EXCUSES),
    "source": tuple(SOURCES),
    "precision": ("minute", "between", "day"),
}
_RESPONSE_CODES: dict[str, tuple[str, ...]] = {
    "done": tuple(Breach.RESPONSES),
    "seen": tuple(Breach.SEEN),
    "safe": tuple(Breach.YES_NO),
    "contact_still_right": tuple(Breach.YES_NO),
}


def _codes(command: ReportBreach) -> None:
    wrong = [name for name, codes in _CODES.items() if getattr(command, name) not in codes]
    wrong += [name for name, codes in _RESPONSE_CODES.items() if getattr(command.response, name) not in codes]
    if wrong:
        raise ValueError(f"A report does not have this value of {wrong[0]}.")


def _complete(command: ReportBreach, by: User | Reporter, start_at: datetime, at: datetime) -> None:
    _codes(command)
    if start_at > at:
        refuse(RULE, "The time it happened must not be after the report").require()
    chosen = command.clauses or command.other_offence.strip() or command.duty_ref
    if isinstance(by, User) and not chosen:
        refuse(RULE, "Choose at least one clause, or say which other offence it may be").require()
    if not command.account.strip():
        refuse(RULE, "Say what happened").require()


def _assessed(
    thing: Notice | Order, command: ReportBreach, by: User | Reporter, start: datetime, end: datetime
) -> Assessment:
    if command.duty_ref:
        return assess_duty(command.jurisdiction)
    numbers = command.clauses
    if isinstance(by, Reporter):
        held = {c.number for c in held_then(thing, start, end)}
        numbers = tuple(n for n in numbers if n in held)
    found = assess(thing, numbers, start, end, command.jurisdiction)
    if isinstance(by, User) and found.answer == "no":
        Decision(found.findings).require()
    return found


def _row(
    case: Case,
    thing: Notice | Order,
    command: ReportBreach,
    found: Assessment,
    happened: tuple[datetime, datetime],
    by: User | Reporter,
    at: datetime,
) -> Breach:
    notice = thing if isinstance(thing, Notice) else None
    order = thing if isinstance(thing, Order) else None
    user = by if isinstance(by, User) else None
    precision = "between" if command.happened_until is not None and command.precision != "day" else command.precision
    excuse = command.excuse.strip()
    response = command.response
    return Breach.objects.create(
        ref=_fresh(),
        case=case,
        force_id=case.lead_force_id,
        of="notice" if notice else "notification" if command.duty_ref else "order",
        notice=notice,
        order=order,
        duty_ref=command.duty_ref if order else "",
        source=by.kind if isinstance(by, Reporter) else command.source,
        reporter_words=by.words if isinstance(by, Reporter) else "",
        reported_at=at,
        reported_by=user,
        identified_at=at if user else None,
        identified_by=user,
        happened=DateTimeTZRange(*happened, "[)"),
        happened_precision=precision,
        jurisdiction=command.jurisdiction,
        where=command.where,
        place_enc=_sealed(case, command.place),
        online_enc=None if command.online.empty else encipher(case.ref, json.dumps(vars(command.online))),
        in_danger=command.in_danger,
        account_enc=encipher(case.ref, command.account),
        excuse_said=command.excuse_said or ("reason" if excuse else "not_asked"),
        excuse_enc=_sealed(case, excuse),
        other_offence=command.other_offence.strip(),
        response=response.done,
        response_enc=_sealed(case, response.why),
        protected_seen=response.seen,
        protected_safe=response.safe,
        contact_still_right=response.contact_still_right,
        then_answer=found.answer,
        then_findings=[as_json(f) for f in found.findings],
        recorded_by=user,
    )


def _sealed(case: Case, text: str) -> bytes | None:
    return encipher(case.ref, text.strip()) if text.strip() else None


def _fresh() -> str:
    ref = new_reference("BR")
    while Breach.objects.filter(ref=ref).exists():
        ref = new_reference("BR")
    return ref


def _beside(breach: Breach, command: ReportBreach, by: User | Reporter, at: datetime) -> None:
    """The bail that was broken too, the sign it came from, and the dates that the report itself gives."""
    if command.bail:
        breach.bail.set(BailCondition.objects.filter(case=breach.case, pk__in=command.bail, voided_at__isnull=True))
    if command.candidate:
        rows = Candidate.objects.filter(public_id=command.candidate, case=breach.case, voided_at__isnull=True)
        candidate = rows.first()
        if candidate is None:
            refuse(RULE, "There is no such sign in this case").require()
        assert candidate is not None
        close_candidate(candidate, breach=breach, at=at)
    if isinstance(by, User) and breach.source not in LAY_SOURCES:
        if command.response.done != "later":
            write_milestone(breach, "response", at, by=by)
        if command.response.seen != "not_yet":
            write_milestone(breach, "safety_checked", at, by=by)


def write_clauses(breach: Breach, assessed: tuple[Assessed, ...]) -> None:
    """The chosen clauses in their exact words, each with the law's answer."""
    BreachClause.objects.bulk_create(_clause_row(breach, a) for a in assessed)


def _clause_row(breach: Breach, assessed: Assessed) -> BreachClause:
    clause = assessed.clause
    return BreachClause(
        breach=breach,
        notice_term=clause.row if isinstance(clause.row, NoticeTerm) else None,
        requirement=clause.row if isinstance(clause.row, Requirement) else None,
        clause=clause.number,
        wording_copy=clause.legal,
        answer=assessed.answer,
        findings=[as_json(f) for f in assessed.decision.findings],
    )
