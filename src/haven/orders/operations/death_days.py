"""Which days a death can have been on, as far as the record goes."""

from __future__ import annotations

from datetime import date

from haven.cases.models import Case
from haven.courts.facts import london_day
from haven.courts.models import HearingOutcome
from haven.orders.operations.holding import must
from haven.parties.models import Person
from haven.service.models import ServiceAttempt


def possible_day(case: Case, subject: Person, day: date) -> None:
    """Refused before the birth of the subject, and before the last day on which somebody handed them a paper of the case or
    the court saw them: one of the two records is wrong, and that one is corrected first."""
    must(subject.born is None or day >= subject.born, "The day of death cannot be before the subject was born")
    handed = ServiceAttempt.objects.filter(
        case=case, person=subject, result__in=("handed", "refused_but_left"), voided_at=None
    )
    seen = HearingOutcome.objects.filter(hearing__application__case=case, voided_at=None).exclude(
        subject_presence="absent"
    )
    instants = [handed.order_by("-at").values_list("at", flat=True).first()]
    instants.append(seen.order_by("-decided_at").values_list("decided_at", flat=True).first())
    last = max((london_day(at) for at in instants if at is not None), default=None)
    words = "The record says that the subject was handed a paper or was at court after that day. Correct what is wrong first"
    must(last is None or day >= last, words)
