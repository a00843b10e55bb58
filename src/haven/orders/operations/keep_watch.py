"""What a person records about an order or its subject that changes nothing by itself: a review, a death, prison, removal.
No order ends by it; tasks follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.deadlines import meet, start
from haven.cases.models import Case
from haven.cases.operations.record_detention import DetentionFacts, write_detention
from haven.cases.permissions import may
from haven.courts.facts import london_day
from haven.orders.clocks import review_clock
from haven.orders.models import Order
from haven.orders.operations.death_days import possible_day
from haven.orders.operations.holding import hold_order, must
from haven.orders.states import BINDING, status
from haven.parties.models import Person

SUBJECT_EVENTS = {"died": "Death", "imprisoned": "Prison", "removal": "Removal from the country"}
MOST_WORDS = 200


@dataclass(frozen=True)
class ReviewOrder:
    """`still_needed`: what the unit found; a court decides what follows."""

    order_ref: str
    still_needed: bool


@transaction.atomic
def review_order(command: ReviewOrder, *, by: User, at: datetime) -> Order:
    """Record that whether the order is still needed was looked at, and ask again after the same time unless it ends before.
    Refused once it has ended."""
    order = hold_order(command.order_ref, whole=False)
    may(by, "end_order_by_event", order.case, at).require()
    must(status(order, at) in BINDING, "This order is not in force")
    meet(order.ref, "order_review", at=at)
    following = review_clock(order, at)
    if following is not None:
        start(order.case, following)
    words = (
        "still needed" if command.still_needed else "perhaps no longer needed as it is: ask a lawyer about the court"
    )
    facts = {"words": words, "still_needed": command.still_needed}
    record(order.case, "order.reviewed", by=by, at=at, about=("order", order.ref), facts=facts)
    return order


@dataclass(frozen=True)
class SubjectEvent:
    """`kind`: died, imprisoned or removal. `words`: the prison or place, or what shows the death."""

    case_ref: str
    kind: str
    happened_at: datetime
    words: str


@transaction.atomic
def record_subject_event(command: SubjectEvent, *, by: User, at: datetime) -> Case:
    """Record the death, imprisonment or removal of the subject. Orders and notices stay as they are: only a court or their
    own terms end them (a lawyer reads what a death means). Tasks follow from the event.

    Refused: to a role that may not; another kind; without what shows it; in the future; a death recorded already,
    or on a day that the record speaks against (`death_days`)."""
    found = Case.objects.filter(ref=command.case_ref).only("pk").first()
    must(found is not None, "There is no such case", "Haven access rule 3")
    assert found is not None
    case = lock_case(found.pk)
    may(by, "record_case_facts", case, at).require()
    must(command.kind in SUBJECT_EVENTS, "Choose what happened")
    words = command.words.strip()
    must(3 <= len(words) <= MOST_WORDS, f"Say where, or what shows it, in 3 to {MOST_WORDS} characters")
    must(command.happened_at <= at, "The time cannot be in the future")
    if command.kind == "died":
        _died(case, command.happened_at)
    else:
        held = {"imprisoned": "prison", "removal": "removal"}[command.kind]
        write_detention(case, DetentionFacts(held, words, command.happened_at), by=by, at=at)
    refs = [o.ref for o in case.orders.all() if status(o, at) in BINDING]
    facts = {"orders": refs, "kind": command.kind}
    record(case, f"subject.{command.kind}", by=by, at=command.happened_at, about=("case", case.ref), facts=facts)
    return case


def _died(case: Case, happened_at: datetime) -> None:
    subject = Person.objects.select_for_update().get(pk=case.subject_id)
    must(subject.died_on is None, "The death of the subject is already recorded")
    possible_day(case, subject, london_day(happened_at))
    subject.died_on = london_day(happened_at)
    subject.save(update_fields=["died_on"])
