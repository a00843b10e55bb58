"""What follows from tries to prove who it is. Level-triggered: it looks at what nobody has seen to, and may run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from haven.cases.models import Case
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.support.models import CredentialTry
from haven.support.proving import PERSON_TRIES, SOURCE_TRIES, TRIES_COUNT_FOR

HELP_WITHIN, LOOK_WITHIN = timedelta(minutes=5), timedelta(hours=2)


@transaction.atomic
def see_tries(now: datetime, limit: int = 500) -> int:
    """Give the tasks that follow from tries nobody has seen to: help at once after a PIN under duress; a person's look
    after three wrong tries from one source; a call-back after ten. Answers how many tries were seen."""
    rows = CredentialTry.objects.select_for_update(skip_locked=True, of=("self",)).filter(seen_at__isnull=True)
    fresh = list(rows.order_by("pk")[:limit])
    for person in sorted({t.person_id for t in fresh if t.duress and t.person_id is not None}):
        _task(person, "duress_pin", "The PIN under duress was used. Help may be needed now. Nothing was said", "control",
              "control_room", now, HELP_WITHIN)  # fmt: skip
    for person in sorted({t.person_id for t in fresh if not t.ok and t.person_id is not None}):
        _wrong(person, now)
    CredentialTry.objects.filter(pk__in=[t.pk for t in fresh]).update(seen_at=now)
    return len(fresh)


def _wrong(person: int, now: datetime) -> None:
    tries = CredentialTry.objects.filter(person=person, ok=False, at__gt=now - TRIES_COUNT_FOR)
    found = tries.aggregate(all=Count("pk"))["all"]
    most = tries.values("source_hash").annotate(n=Count("pk")).filter(n__gte=SOURCE_TRIES)
    if most.exists():
        words = "Somebody tried three times to hear what is hers and could not prove it. Ask her whether it was her"
        _task(person, "wrong_tries", words, "unit", "unit_desk", now, LOOK_WITHIN)
    if found >= PERSON_TRIES:
        words = "Her card is shut for a day after ten wrong tries. Call her back in her safe hours"
        _task(person, "card_shut", words, "unit", "unit_desk", now, LOOK_WITHIN)


def _task(person: int, kind: str, words: str, team_kind: str, duty_role: str, now: datetime, within: timedelta) -> None:
    """In every open case of hers, or of whom a friend with this card helps: whoever holds one of them acts."""
    helps = Q(protected__consents__supporter__person=person, protected__consents__revoked_at__isnull=True)
    for case in Case.objects.filter(Q(protected=person) | helps, closed_at__isnull=True).distinct().order_by("pk"):
        team = team_of_force(case.lead_force_id, team_kind)
        if team is not None:
            new = NewTask(kind, words, team, now + within, "our rule", duty_role=duty_role, about=("case", case.ref))
            make_task(case, new, by=None, at=now)
