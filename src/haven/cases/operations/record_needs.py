"""What a protected person needs in order to take part: interpreter, sign language, text relay, special measures at court."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case
from haven.cases.permissions import may
from haven.parties.models import Need
from haven.parties.queries import needs_of, needs_words
from haven_law.findings import refuse

RULE = "Haven needs rule"
MOST_DETAIL = 200
# These say nothing without the language.
WITH_LANGUAGE = ("interpreter", "language")


@dataclass(frozen=True)
class RecordNeeds:
    """All that they need, as pairs of a kind of Need and its detail: what is not among them has ended."""

    case: str
    needs: tuple[tuple[str, str], ...]


@transaction.atomic
def record_needs(command: RecordNeeds, *, by: User, at: datetime) -> list[Need]:
    """Record what the protected person needs now. Refused: an interpreter without a language; the same twice; to a role
    that may not. Raises ValueError for a need that there is not."""
    wanted = tuple((kind, " ".join(detail.split())[:MOST_DETAIL]) for kind, detail in command.needs)
    unknown = {kind for kind, _detail in wanted} - set(Need.KINDS)
    if unknown:
        raise ValueError(f"There is no need {sorted(unknown)}. There are: {', '.join(Need.KINDS)}.")
    case = Case.objects.get(ref=command.case)
    may(by, "record_case_facts", case, at).require()
    lock_case(case.pk)
    if any(kind in WITH_LANGUAGE and not detail for kind, detail in wanted):
        refuse(RULE, "Enter the language and dialect of the interpreter").require()
    if len({kind for kind, _detail in wanted}) < len(wanted):
        refuse(RULE, "Say each need once").require()
    held = needs_of(case.protected_id)
    gone = [need.pk for need in held if (need.kind, need.detail) not in wanted]
    Need.objects.filter(pk__in=gone).update(ended_at=at)
    known = {(need.kind, need.detail) for need in held}
    Need.objects.bulk_create(
        Need(person_id=case.protected_id, kind=kind, detail=detail, recorded_by=by)
        for kind, detail in wanted
        if (kind, detail) not in known
    )
    found = needs_of(case.protected_id)
    if gone or set(wanted) - known:
        kinds = [need.kind for need in found]
        facts = {"words": "; ".join(needs_words(found)) or "nothing", "kinds": kinds}
        record(case, "needs.recorded", by=by, at=at, about=("case", case.ref), facts=facts)
    return found
