"""What every correction of a court's record shares: a second person, reasons, both values kept, the line that it corrects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from haven.accounts.models import User
from haven.cases.models import Case, CaseEvent
from haven.courts.models import Correction
from haven.courts.operations.holding import must
from haven.sealed.ciphers import encipher

TWO_PEOPLE = "Haven two people rule"
LEAST_WHY, MOST_WHY = 10, 2000


def last_line(case: Case, about_ref: str, *kinds: str) -> CaseEvent | None:
    """The newest line of the chronology of these kinds about a thing."""
    rows = CaseEvent.objects.filter(case=case, about_ref=about_ref, kind__in=kinds)
    return rows.order_by("seq").last()


def second_person(by: User, *recorded_by: int | None) -> None:
    """Refused to whoever recorded it: a second person corrects."""
    must(by.pk not in recorded_by, "Somebody other than the person who recorded it must correct it", TWO_PEOPLE)


def why_of(words: str) -> str:
    """The reasons, in a sentence or more. Refused when there are none."""
    why = words.strip()
    must(
        LEAST_WHY <= len(why) <= MOST_WHY,
        f"Say how you know that it was wrong, in {LEAST_WHY} to {MOST_WHY:,} characters",
    )
    return why


def keep_correction(
    case: Case,
    what: str,
    about_ref: str,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    why: str,
    by: User,
    at: datetime,
) -> Correction:
    """Both values with the reasons, within an operation that has asked everything."""
    reasons = encipher(case.ref, why)
    return Correction.objects.create(
        case=case,
        what=what,
        about_ref=about_ref,
        before=dict(before),
        after=dict(after),
        reasons_enc=reasons,
        at=at,
        recorded_by=by,
    )
