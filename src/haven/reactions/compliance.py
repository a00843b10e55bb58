"""What follows for what the subject owes besides the tag: duties are reckoned anew, and people are given what to do. A sign
of a breach becomes a candidate; whether it is one, a person decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from haven.breaches.operations.raise_candidate import RaiseCandidate, raise_candidate
from haven.cases.models import CaseEvent
from haven.compliance.models import NotificationDuty, SignOn, SupervisionReport
from haven.compliance.operations.checks import begin_plan, end_plan, renew_plan
from haven.compliance.operations.recompute_notification import recompute_notification
from haven.compliance.operations.recompute_supervision import recompute_supervision
from haven.orders.models import Order
from haven.orders.queries import offence_possible
from haven.reactions.giving import give, next_working_day, officer_of, team_of
from haven_law.clock import end_of, start_of, to_london


def keep_notification(event: CaseEvent) -> None:
    """An order began, ended, changed or became known: what the person owes under s.41 is reckoned anew."""
    recompute_notification(event.case.subject, at=event.at)


def keep_supervision(event: CaseEvent) -> None:
    """The order began, changed, was served or ended: what is supervised, and what the responsible person reads, follows."""
    recompute_supervision(event.about_ref, at=event.at)


def plan_checks(event: CaseEvent) -> None:
    """Every order has a plan of checks."""
    order = Order.objects.filter(ref=event.about_ref).first()
    if order is not None:
        begin_plan(order, at=event.at)


def stop_checks(event: CaseEvent) -> None:
    order = Order.objects.filter(ref=event.about_ref).first()
    if order is not None:
        end_plan(order, at=event.at)


def renew_checks(event: CaseEvent) -> None:
    order = Order.objects.filter(ref=event.about_ref).first()
    if order is not None:
        renew_plan(order, at=event.at)


def raise_missed_notification(event: CaseEvent) -> None:
    """One sign for one duty, however long the failure goes on (s.43(4)-(6)). Apart from breaches of the order."""
    duty = NotificationDuty.objects.filter(public_id=event.facts["duty"]).select_related("order", "met_by").first()
    if duty is None or (duty.met_by is not None and duty.met_by.at <= duty.due_by):
        return
    words = f"Not notified by the end of {_day(duty.due_by)}: {duty.get_event_display().lower()}"
    command = RaiseCandidate(
        of="notification",
        source="notification",
        source_ref=str(duty.public_id),
        words=words,
        happened_from=event.at,
        precision="day",
        order_ref=duty.order.ref,
    )
    raise_candidate(command, by=None, at=event.at)


def raise_refused_identity(event: CaseEvent) -> None:
    """Fingerprints or a photograph were asked for and refused (s.43(2)): whether there was an excuse, a person judges."""
    command = RaiseCandidate(
        of="notification",
        source="notification",
        source_ref=f"{event.facts['notification']}:identity",
        words=f"Refused at the station what was asked for to check identity: {event.facts['what']}",
        happened_from=event.at,
        order_ref=event.about_ref,
    )
    raise_candidate(command, by=None, at=event.at)


def raise_failed_supervision(event: CaseEvent) -> None:
    """The responsible person says that the subject failed to comply (s.36(5)(c)(ii), s.39)."""
    if event.facts.get("code") != "failed":
        return
    report = SupervisionReport.objects.filter(public_id=event.facts["report"]).select_related("supervision").first()
    if report is None:
        return
    command = RaiseCandidate(
        of="order",
        source="supervision",
        source_ref=str(report.public_id),
        words=f"The responsible person reports a failure. {report.get_about_display()}",
        happened_from=start_of(report.happened_from),
        happened_until=min(end_of(report.happened_to), event.at),
        precision="day" if report.happened_from == report.happened_to else "between",
        order_ref=event.about_ref,
        clause=report.supervision.clause,
    )
    raise_candidate(command, by=None, at=event.at)


def end_with_report(event: CaseEvent) -> None:
    """All of it was complied with: a person asks whether the requirement is still needed (s.44(11))."""
    if event.facts.get("code") == "complied_all":
        words = f"Clause {event.facts['clause']} of {event.about_ref} is complied with. Advise whether to ask for its removal"
        give(event, "clause_complied", words, team_of(event.case, "legal"), duty_role="legal_adviser")


def raise_missed_sign_on(event: CaseEvent) -> None:
    """A window closed with nobody come: a sign of a breach of that clause, where the subject can have known (s.39)."""
    row = SignOn.objects.filter(public_id=event.facts["sign_on"]).select_related("order").first()
    if row is None or row.voided_at is not None or offence_possible(row.order, row.clause, row.opens).lawful is False:
        return
    command = RaiseCandidate(
        of="order",
        source="sign_on",
        source_ref=str(row.public_id),
        words=f"Did not sign on at the police station on {_day(row.opens)}",
        happened_from=row.opens,
        happened_until=row.closes,
        precision="between",
        order_ref=row.order.ref,
        clause=row.clause,
    )
    raise_candidate(command, by=None, at=event.at)


def act_on_check(event: CaseEvent) -> None:
    """What was seen on a check must lead somewhere."""
    user, team = officer_of(event.case)
    if event.facts.get("code") == "breach":
        words = f"Report as a breach what was seen on the check of {event.about_ref}, or record why not"
        give(event, "check_breach", words, team, user=user, due_at=event.at)
    elif event.facts.get("code") == "concern":
        words = f"Look at the concern from the check of {event.about_ref}: risk, safe contact, what to ask of the court"
        give(event, "check_concern", words, team, user=user, due_at=next_working_day(event.at))


def look_at_told_home(event: CaseEvent) -> None:
    """The subject told as their home a place that is kept sealed in a case against them. Where it is stays unsaid."""
    words = (
        "The home that the subject told at the station is a place kept sealed in this case. Look at the safety of the "
        "protected person and at the safe contact plan now"
    )
    team = team_of(event.case, "inspectors")
    give(event, "sealed_home_told", words, team, duty_role="duty_inspector", due_at=event.at)


def _day(at: datetime) -> str:
    local = to_london(at)
    return f"{local:%A} {local.day} {local:%B %Y}"


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "order.made": (keep_notification, keep_supervision, plan_checks),
    "order.took_effect": (keep_notification, keep_supervision),
    "order.served": (keep_notification, keep_supervision),
    "order.awareness": (keep_notification,),
    "order.varied": (keep_notification, keep_supervision),
    "order.corrected": (keep_supervision,),
    "order.ended": (keep_notification, keep_supervision, stop_checks),
    "order.entered_in_error": (keep_notification, keep_supervision, stop_checks),
    "order.service_corrected": (keep_notification, keep_supervision),
    "order.awareness_corrected": (keep_notification,),
    "order.goes_on": (keep_notification, keep_supervision, renew_checks),
    "order.end_voided": (keep_notification, keep_supervision),
    "order.effect_taken_back": (keep_notification, keep_supervision),
    "notification.overdue": (raise_missed_notification,),
    "notification.identity_refused": (raise_refused_identity,),
    "notification.sealed_home": (look_at_told_home,),
    "supervision.reported": (raise_failed_supervision, end_with_report),
    "sign_on.missed": (raise_missed_sign_on,),
    "check.done": (act_on_check,),
}
# These answer for the whole order or person: after many events of one case at once, the last of them is enough.
SETTLING = frozenset({keep_notification, keep_supervision})
