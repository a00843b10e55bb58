"""What follows from an order: who is told, and what a person must then do. No follower ends an order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from haven.cases.models import CaseEvent, Task
from haven.cases.operations.tasks import task_done_by_itself
from haven.orders.models import Order, OrderVersion
from haven.orders.queries import others_in_force
from haven.reactions.giving import give, next_working_day, officer_of, team_of, tell


def _newest(event: CaseEvent) -> OrderVersion | None:
    """The newest version of the order that the event is about."""
    return OrderVersion.objects.filter(order__ref=event.about_ref).order_by("seq").last()


def tell_of_order(event: CaseEvent) -> None:
    tell(event, "that the court made an order, what it says and what to do if it is broken")


def serve_the_order(event: CaseEvent) -> None:
    """Not handed over in court yet: somebody must."""
    version = _newest(event)
    if version is None or version.served_at is not None:
        return
    words = f"Hand {event.about_ref} to the subject, unless the court handed it over"
    due = next_working_day(event.at)
    give(
        event,
        "serve_order",
        words,
        team_of(event.case, "unit"),
        duty_role="unit_desk",
        due_at=due,
        basis="MCR 1981 r.19",
    )


def put_marker_on_pnc(event: CaseEvent) -> None:
    words = f"Put the marker of {event.about_ref} on PNC, and record who took it"
    team = team_of(event.case, "unit")
    give(event, "pnc_marker", words, team, duty_role="unit_desk", due_at=event.at + timedelta(hours=24))


def tell_supervisors(event: CaseEvent) -> None:
    """Who supervises a requirement, and who monitors, must be told of it (MCR 1981 r.22)."""
    version = _newest(event)
    if version is None:
        return
    clauses = version.requirements.filter(responsible__isnull=False).exclude(change="same").values("clause", "term")
    for clause in clauses.order_by("clause"):
        who = "who does the monitoring" if clause["term"] == "electronic_monitoring" else "who supervises it"
        words = f"Tell {who} of clause {clause['clause']} of {event.about_ref}, and record the receipt"
        due = next_working_day(event.at)
        kind = f"tell_responsible_{clause['clause']}"
        give(event, kind, words, team_of(event.case, "unit"), duty_role="unit_desk", due_at=due, basis="MCR 1981 r.22")


def look_for_conflicts(event: CaseEvent) -> None:
    """The subject is under another order too: a lawyer reads them side by side."""
    order = Order.objects.filter(ref=event.about_ref).select_related("subject").first()
    others = others_in_force(order, event.at) if order is not None else []
    if others:
        refs = ", ".join(o.ref for o in others)
        words = f"Read {event.about_ref} beside {refs}: do they agree, and which carries the duty to notify?"
        give(
            event,
            "orders_beside",
            words,
            team_of(event.case, "legal"),
            duty_role="legal_adviser",
            basis="DAA 2021 s.36(1)",
        )


def tell_of_service(event: CaseEvent) -> None:
    tell(event, "that the order was given to the subject")


def tell_of_variation(event: CaseEvent) -> None:
    tell(event, "that the court changed the order, and what it says now")


def tell_of_ending(event: CaseEvent) -> None:
    tell(event, f"that the order ends on {event.facts['day']}, and ask whether they still need it")


def tell_of_end(event: CaseEvent) -> None:
    tell(event, "that the order has ended, and talk about what keeps them safe now")


def remove_marker(event: CaseEvent) -> None:
    words = f"Take the marker of {event.about_ref} off PNC, and record who took it"
    due = next_working_day(event.at)
    give(event, "pnc_marker_off", words, team_of(event.case, "unit"), duty_role="unit_desk", due_at=due)


def stop_the_tag(event: CaseEvent) -> None:
    version = _newest(event)
    if version is not None and version.requirements.filter(term="electronic_monitoring").exists():
        words = f"Tell who does the monitoring that {event.about_ref} has ended, and record the receipt"
        due = next_working_day(event.at)
        give(
            event,
            "tag_off",
            words,
            team_of(event.case, "unit"),
            duty_role="unit_desk",
            due_at=due,
            basis="MCR 1981 r.22",
        )


def undo_the_end(event: CaseEvent) -> None:
    """The order did not end: what its end had asked for is not to be done, or is done the other way round."""
    open_ones = Task.objects.filter(case=event.case, about_ref=event.about_ref, done_at=None)
    for task in open_ones.filter(kind__in=("pnc_marker_off", "tag_off")):
        task_done_by_itself(task, proof="Not needed: the order did not end", at=event.at)
    unit = team_of(event.case, "unit")
    words = f"{event.about_ref} did not end. See that its marker is on PNC again, and record who took it"
    give(event, "pnc_marker", words, unit, duty_role="unit_desk", due_at=event.at + timedelta(hours=24))
    version = _newest(event)
    if version is not None and version.requirements.filter(term="electronic_monitoring").exists():
        words = f"Tell who does the monitoring that {event.about_ref} did not end, and record the receipt"
        give(event, "tag_on", words, unit, duty_role="unit_desk", due_at=event.at + timedelta(hours=24))


def tell_of_going_on(event: CaseEvent) -> None:
    tell(event, "that the order did not end: it still stands, and what it says now")


def read_what_was_relied_on(event: CaseEvent) -> None:
    """It was shown as in force and was not: a lawyer reads what was done in reliance on it."""
    words = f"{event.about_ref} was shown as in force, and had not taken effect. Advise on what was done because of it"
    team = team_of(event.case, "legal")
    give(event, "effect_advice", words, team, duty_role="legal_adviser", due_at=event.at, basis="DAA 2021 s.38(2)")
    tell(event, "that this order is not in force yet, and what protects them now")


def confirm_the_event(event: CaseEvent) -> None:
    words = f"Confirm, or not, that the event which ends {event.about_ref} has happened"
    give(event, "confirm_event", words, team_of(event.case, "inspectors"), duty_role="duty_inspector")


def act_on_review(event: CaseEvent) -> None:
    if event.facts.get("still_needed") is False:
        words = f"Advise whether to ask a court to change or end {event.about_ref}"
        give(
            event, "after_review", words, team_of(event.case, "legal"), duty_role="legal_adviser", basis="DAA 2021 s.44"
        )


def after_death(event: CaseEvent) -> None:
    """Nobody but a lawyer says what becomes of the order; until then it stands as it is."""
    words = "The subject has died. Advise what becomes of the order or notice, and tell the court. It stands until then"
    give(event, "death_advice", words, team_of(event.case, "legal"), duty_role="legal_adviser", due_at=event.at)
    tell(event, "of the death of the subject, if they do not know")


def after_prison(event: CaseEvent) -> None:
    words = "Tell the prison of the order or notice and of contact that it forbids, and record who took it"
    due = next_working_day(event.at)
    give(event, "prison_told", words, team_of(event.case, "unit"), duty_role="unit_desk", due_at=due)
    user, team = officer_of(event.case)
    words = "Find out the release date from the prison, and record it. Look at the safe contact plan before it"
    give(event, "release_date", words, team, user=user, due_at=due)


def after_removal(event: CaseEvent) -> None:
    words = (
        "Tell the border authorities of the order or notice, and record who took it. It stands, and counts on return"
    )
    due = next_working_day(event.at)
    give(event, "border_told", words, team_of(event.case, "unit"), duty_role="unit_desk", due_at=due)


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "order.made": (tell_of_order, serve_the_order, put_marker_on_pnc, tell_supervisors, look_for_conflicts),
    "order.took_effect": (tell_of_order,),
    "order.served": (tell_of_service,),
    "order.varied": (tell_of_variation, serve_the_order, tell_supervisors),
    "order.corrected": (serve_the_order, tell_of_variation),
    "order.ending": (tell_of_ending,),
    "order.ended": (tell_of_end, remove_marker, stop_the_tag),
    "order.goes_on": (tell_of_going_on, undo_the_end),
    "order.effect_taken_back": (read_what_was_relied_on,),
    "order.end_asked": (confirm_the_event,),
    "order.reviewed": (act_on_review,),
    "subject.died": (after_death,),
    "subject.imprisoned": (after_prison,),
    "subject.removal": (after_removal,),
}
