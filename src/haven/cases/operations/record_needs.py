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
from haven.parties.queries import needs_of, needs_words_by_whom
from haven_law.findings import refuse

RULE = "Haven needs rule"
MOST_DETAIL = 200
# These say nothing without the language.
WITH_LANGUAGE = ("interpreter", "language")


THEMSELVES = "The protected person"


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
    _keep(case, wanted, needs_of(case.protected_id), by=by, at=at)
    return needs_of(case.protected_id)


@transaction.atomic
def add_needs_asked(case: Case, needs: tuple[tuple[str, str], ...], *, at: datetime) -> list[Need]:
    """What they ask for on their own page, beside all that is known already. They know which language they speak: theirs
    takes the place of another that was written down. `case` is locked, and who they are was proven where they came in."""
    held = needs_of(case.protected_id)
    theirs = dict(needs)
    others = tuple((n.kind, n.detail) for n in held if n.kind not in theirs)
    _keep(case, (*others, *theirs.items()), held, by=None, at=at)
    return needs_of(case.protected_id)


def _keep(case: Case, wanted: tuple[tuple[str, str], ...], held: list[Need], *, by: User | None, at: datetime) -> None:
    """Make the rows what is wanted: what is not among it has ended, what is there already stays as it was recorded."""
    gone = [need.pk for need in held if (need.kind, need.detail) not in wanted]
    known = {(need.kind, need.detail) for need in held}
    new = [pair for pair in wanted if pair not in known]
    if not gone and not new:
        return
    Need.objects.filter(pk__in=gone).update(ended_at=at)
    Need.objects.bulk_create(
        Need(person_id=case.protected_id, kind=kind, detail=detail, recorded_by=by, asked_by_them=by is None)
        for kind, detail in new
    )
    found = needs_of(case.protected_id)
    facts = {"words": "; ".join(needs_words_by_whom(found)) or "nothing", "kinds": [need.kind for need in found]}
    record(case, "needs.recorded", by=by or THEMSELVES, at=at, about=("case", case.ref), facts=facts)
