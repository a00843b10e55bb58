"""What subjects owe in the planned story: told in time by most, late by some; supervised with reports; signed on; checked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from haven.compliance.facts import open_duties, same_people
from haven.compliance.models import Supervision, SupervisorAccount
from haven.compliance.operations.checks import RecordCheck, begin_plan, record_check
from haven.compliance.operations.marker import place_marker
from haven.compliance.operations.recompute_notification import recompute_notification
from haven.compliance.operations.recompute_supervision import recompute_supervision
from haven.compliance.operations.record_notification import RecordNotification, record_notification
from haven.compliance.operations.report_supervision import ReportSupervision, report_supervision
from haven.compliance.operations.sign_on import TERM, RecordSignOn, record_sign_on, windows_of
from haven.compliance.operations.supervisor_access import give_access
from haven.jobs.practice import texts
from haven.jobs.practice.plan_values import OrderPlan
from haven.orders.facts import versions_of
from haven.orders.queries import order_with_all, order_with_versions
from haven.orders.states import BINDING, status
from haven_law.clock import to_london

if TYPE_CHECKING:
    from haven.jobs.practice.acts import Act, Doing

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SUPERVISED = ("programme", "alcohol_or_drug_treatment")
# Windows that the watch looks back on; a report younger than this is left for whoever practises.
LOOKED_BACK, FRESH = 14 * DAY, 20 * HOUR
CHECKED = 27


def steps(doing: "Doing") -> "list[tuple[datetime, Act]]":
    """What is told, reported, signed and checked because of the order, each with its instant."""
    order = doing.plan.order
    if order is None or order.served_at is None:
        return []
    found: list[tuple[datetime, Act]] = [(_notified_at(doing, order.served_at), _notify(doing))]
    if any(clause[0] in SUPERVISED for clause in order.clauses):
        found += list(_reports(doing, order, order.served_at))
    if any(clause[0] == TERM for clause in order.clauses):
        found.append((doing.world.now - 2 * MINUTE, _sign_on(doing)))
    found.append((doing.world.now - MINUTE, _plan(doing)))
    return [(min(at, doing.world.now - MINUTE), act) for at, act in found]


def _number(doing: "Doing") -> int:
    return len(doing.plan.subject.given) + len(doing.plan.subject.family)


def _notified_at(doing: "Doing", served_at: datetime) -> datetime:
    """Within two days for most, a day late for some."""
    return served_at + (timedelta(hours=80) if len(doing.plan.subject.given) % 9 == 0 else timedelta(hours=26))


def _notify(doing: "Doing") -> "Act":
    """The subject tells name and home at a station, where this order carries the duty. Whose three days ended within the
    day, or still run, is left for whoever practises."""

    def act(at: datetime) -> None:
        assert doing.order is not None
        person = doing.order.subject
        recompute_notification(person, at=at)
        due = open_duties(same_people(person), at)
        if not due or due[0].due_by > doing.world.now - FRESH:
            return
        subject = doing.plan.subject
        command = RecordNotification(
            doing.order.ref,
            at,
            f"{doing.plan.area} police station",
            True,
            "police_officer",
            names=(f"{subject.given} {subject.family}".strip(),),
            home_lines="" if subject.no_fixed_abode else f"{_number(doing)} {texts.STREET}",
            home_postcode="" if subject.no_fixed_abode else texts.POSTCODE,
            no_home=subject.no_fixed_abode,
            fingerprints="given",
            paper=False,
        )
        record_notification(command, by=doing.officer, at=at)

    return act


def _reports(doing: "Doing", order: OrderPlan, served_at: datetime) -> "Iterator[tuple[datetime, Act]]":
    """A first word after some days, and how it went lately; a few are silent, a few say today that it failed."""
    now, number = doing.world.now, _number(doing)
    yield served_at + 4 * HOUR, _give_access(doing)
    if number % 13 == 0:
        return
    yield served_at + 5 * DAY, _report(doing, "in_progress")
    if now - served_at > 30 * DAY:
        yield now - (number % 20 + 2) * DAY, _report(doing, "in_progress")
    if number % 11 == 0:
        yield now - 5 * HOUR, _report(doing, "failed")


def _supervisions(doing: "Doing", at: datetime) -> list[Supervision]:
    assert doing.order is not None
    return [s for s in recompute_supervision(doing.order.ref, at=at) if s.term in SUPERVISED]


def _give_access(doing: "Doing") -> "Act":
    def act(at: datetime) -> None:
        for supervision in _supervisions(doing, at):
            accounts = SupervisorAccount.objects.filter(organisation=supervision.responsible.organisation)
            account = accounts.filter(made_for=doing.unit.force).first()
            if account is not None:
                give_access(str(supervision.public_id), account.pk, by=doing.unit, at=at)

    return act


def _report(doing: "Doing", says: str) -> "Act":
    def act(at: datetime) -> None:
        for supervision in _supervisions(doing, at)[:1]:
            if supervision.account is None or supervision.begun_at > at:
                continue
            day = to_london(at).date()
            command = ReportSupervision(str(supervision.public_id), says, day, day, texts.SUPERVISION[says])
            report_supervision(command, by=supervision.account.user, at=at)

    return act


def _sign_on(doing: "Doing") -> "Act":
    """Every window of the last two weeks but the last of some, which closed within the day."""

    def act(at: datetime) -> None:
        assert doing.order is not None
        order = order_with_all(doing.order.ref)
        assert order is not None
        for row in versions_of(order)[-1].requirements.all():
            if row.term != TERM:
                continue
            for window in windows_of(order, row, start=at - LOOKED_BACK, end=at):
                if window.closes > at - FRESH and _number(doing) % 2:
                    continue
                came = min(window.opens + 2 * HOUR, at)
                command = RecordSignOn(order.ref, row.clause, came, str(row.params["station"]))
                record_sign_on(command, by=doing.officer, at=came)

    return act


def _plan(doing: "Doing") -> "Act":
    """Orders that bind have a plan of checks that began lately; some have a check with its result."""

    def act(at: datetime) -> None:
        assert doing.order is not None
        order = order_with_versions(doing.order.ref)
        assert order is not None
        if status(order, at) not in BINDING:
            return
        number = _number(doing)
        items = begin_plan(order, at=max(order.made_at, at - (number % CHECKED) * DAY))
        if number % 6 == 0:
            done = max(order.made_at, at - 3 * DAY)
            record_check(RecordCheck(items[-1].pk, done, "as_it_should"), by=doing.officer, at=done)
        if number % 4 == 0:
            placed = to_london(order.made_at).date()
            place_marker(order.ref, f"{placed:%y}/{number}{order.ref[-4:]}", placed, by=doing.unit, at=at)

    return act
