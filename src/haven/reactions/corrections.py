"""What follows when the record of a court, of a service or of a death is put right: everybody who relied on the wrong one
is told by a person, and what it had asked for is not asked any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from haven.breaches.models import Breach
from haven.cases.models import CaseEvent, Task
from haven.cases.operations.tasks import task_done_by_itself
from haven.documents.papers.words import instant_words
from haven.orders.models import OrderVersion, Requirement
from haven.reactions.giving import give, next_working_day, officer_of, team_of, tell
from haven_law.citation import daa
from haven_law.clock import aware

# What an order asks of people that is not to be done for one that was never made.
OF_AN_ORDER = ("serve_order", "pnc_marker", "orders_beside", "tag_on")


def _said(event: CaseEvent, key: str) -> str:
    return instant_words(aware(datetime.fromisoformat(str(event.facts[key]))))


def _lawyer(event: CaseEvent, kind: str, words: str, basis: str) -> None:
    legal = team_of(event.case, "legal")
    give(event, kind, words[:300], legal, duty_role="legal_adviser", due_at=event.at, basis=basis)


def _unit(event: CaseEvent, kind: str, words: str, due_at: datetime | None = None) -> None:
    due = due_at or next_working_day(event.at)
    give(event, kind, words[:300], team_of(event.case, "unit"), duty_role="unit_desk", due_at=due)


def _breaches(event: CaseEvent, ref: str) -> str:
    """The breaches of an order or notice that are recorded, as words for a task."""
    rows = Breach.objects.filter(case=event.case, voided_at=None)
    about = rows.filter(order__ref=ref) | rows.filter(notice__ref=ref)
    refs = ", ".join(about.order_by("ref").values_list("ref", flat=True)[:20])
    return f" Breaches recorded: {refs}." if refs else ""


def begun_at_another_time(event: CaseEvent) -> None:
    """The 48 hours were met at another instant: whoever relied on the notice reads whether it was in time."""
    change = f"The hearing began at {_said(event, 'is')}, not {_said(event, 'was')}: {event.facts['in_time']}."
    _unit(event, "begun_corrected", f"{change} Check what states the old time, and tell who has it")
    if event.facts.get("late") or event.facts.get("changed"):
        words = f"{change} Advise whether the notice can be, and could have been, relied on"
        _lawyer(event, "begun_advice", words, daa("29(2)"))


def tell_of_wrong_outcome(event: CaseEvent) -> None:
    """The court's decision is to be recorded again, and who acted on the wrong one is told."""
    words = f'The outcome "{event.facts["words"]}" was recorded wrongly and taken back. Tell everybody who acted on it'
    _unit(event, "outcome_relied", words)
    words = "An outcome was taken back. Advise on what was done because of it, and see that the right one is recorded"
    _lawyer(event, "outcome_advice", words, daa("29(2)"))
    if event.facts.get("result") == "adjourned":
        tell(event, "that the court date they were told of was recorded wrongly, and what the court did decide")


def tell_that_notice_stands(event: CaseEvent) -> None:
    tell(event, "that the notice did not end: it still stands, and what happens next")
    user, team = officer_of(event.case)
    words = f"{event.about_ref} did not end. Tell the subject that it still binds them, and record how"
    give(event, "notice_stands", words, team, user=user, due_at=next_working_day(event.at), basis=daa("25(2)"))


def tell_of_no_order(event: CaseEvent) -> None:
    """Everybody whom the order was told to: the protected person, the subject, PNC, who supervises or monitors, a lawyer."""
    ref = event.about_ref
    for task in _open(event, ref):
        task_done_by_itself(task, proof="Not needed: the order was entered in error", at=event.at)
    tell(event, "that the order they were told of was not made, and what protects them now")
    _unit(
        event,
        "pnc_marker_off",
        f"{ref} was entered in error. See that no marker of it is on PNC, and record who took it",
    )
    if Requirement.objects.filter(version__order__ref=ref, responsible__isnull=False).exists():
        words = f"{ref} was entered in error. Tell everybody who supervises or monitors a clause of it"
        _unit(event, "responsible_untold", words)
    if OrderVersion.objects.filter(order__ref=ref, awareness__voided_at=None, awareness__isnull=False).exists():
        user, team = officer_of(event.case)
        words = f"{ref} was entered in error. Tell the subject, and take its paper back"
        give(event, "subject_untold", words, team, user=user, due_at=event.at + timedelta(hours=24))
    words = f"{ref} was entered in error and was shown as in force. Advise on what was done because of it."
    _lawyer(event, "error_advice", words + _breaches(event, ref), daa("27"))
    waiting = ", ".join(str(w) for w in event.facts.get("waiting", ()))
    if waiting:
        words = (
            f"{waiting} waits for {ref} to end, which was never an order. Say when it takes effect, and ask the court"
        )
        _lawyer(event, "waits_for_none", words, daa("38(2)"))


def _open(event: CaseEvent, ref: str) -> list[Task]:
    rows = Task.objects.filter(case=event.case, about_ref=ref, done_at=None)
    return [t for t in rows if t.kind in OF_AN_ORDER or t.kind.startswith("tell_responsible_")]


def tell_when_known(event: CaseEvent) -> None:
    """From when a breach can be an offence turns on it (ss.39(2), 45(8))."""
    ref, new = event.about_ref, event.facts.get("is")
    now = _said(event, "is") if new else "not at all"
    what = "served" if event.kind == "order.service_corrected" else "known to the subject"
    change = f"{ref} was {what} at another time: {now}, not {_said(event, 'was')}."
    _unit(event, "service_corrected", f"{change} Tell everybody who has the old time")
    found = _breaches(event, ref)
    if found:
        _lawyer(event, "service_advice", f"{change} Advise on each breach.{found}", daa("39(2)"))
    if event.kind == "order.service_corrected":
        tell(event, f"when the order was given to the subject: {now}, not as they were told")


def tell_of_death_put_right(event: CaseEvent) -> None:
    alive = bool(event.facts.get("alive"))
    words = (
        "The subject has not died: the record was wrong." if alive else "The subject died on another day than recorded."
    )
    _lawyer(event, "death_corrected", f"{words} Tell the court and whoever was advised of the death", "our rule")
    _unit(event, "death_relied", f"{words} Tell everybody who was told of the death")
    if alive:
        tell(event, "that the subject has not died, as they may have been told, and look at their safety with them now")


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "hearing.begun_corrected": (begun_at_another_time,),
    "outcome.voided": (tell_of_wrong_outcome,),
    "notice.goes_on": (tell_that_notice_stands,),
    "order.entered_in_error": (tell_of_no_order,),
    "order.service_corrected": (tell_when_known,),
    "order.awareness_corrected": (tell_when_known,),
    "subject.death_corrected": (tell_of_death_put_right,),
}
