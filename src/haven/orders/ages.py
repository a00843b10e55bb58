"""What the ages of the two people say about the papers of a case, asked anew after a date of birth was corrected."""

from __future__ import annotations

from datetime import date, datetime

from haven.cases.models import Case
from haven.notices.facts import birth_for_law
from haven_law.clock import to_london
from haven_law.definitions import PROTECTED_MINIMUM_AGE, SUBJECT_MINIMUM_AGE, protected_age, subject_age
from haven_law.findings import Finding


def ages_not_met(case: Case) -> list[tuple[str, Finding]]:
    """For each notice and order, with its reference, the findings on age that are not met, or that somebody must judge, on
    the day it was given or made (s.22(2), (6); s.27(1); s.32(5)). It changes nothing: a lawyer or a court says what follows."""
    days: list[tuple[str, datetime, str, str]] = []
    for notice in case.notices.filter(voided_at__isnull=True).order_by("pk"):
        given = notice.served_at or notice.authorised_at
        days.append((notice.ref, given, "DAA 2021 s.22(6)", "DAA 2021 s.22(2)"))
    for order in case.orders.filter(voided_at__isnull=True).order_by("pk"):
        days.append((order.ref, order.made_at, "DAA 2021 s.32(5)", "DAA 2021 s.27(1)"))
    found = []
    for ref, at, of_subject, of_protected in days:
        for finding in _findings(case, to_london(at).date(), of_subject, of_protected):
            if finding.met is not True:
                found.append((ref, finding))
    return found


def _findings(case: Case, on: date, of_subject: str, of_protected: str) -> tuple[Finding, Finding]:
    subject, protected = case.subject, case.protected
    first = birth_for_law(subject.born, subject.born_precision, on, SUBJECT_MINIMUM_AGE)
    second = birth_for_law(protected.born, protected.born_precision, on, PROTECTED_MINIMUM_AGE)
    return subject_age(first[0], on, of_subject, first[1]), protected_age(second[0], on, of_protected, second[1])
