"""The same two people the other way round: another inspector decides who is the primary aggressor, outside both cases."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.models import Case, CaseEvent, CounterAllegation, Draft
from haven.cases.operations.open_case import PRIMARY_AGGRESSOR, PrimaryAggressorFirst
from haven.cases.permissions import may
from haven.parties.models import Person
from haven.sealed.ciphers import decipher, encipher
from haven_law.findings import refuse

# Events by which somebody decided something in a case.
DECIDING_EVENTS = (
    "notice.authorised",
    "notice.refused",
    "notice.sent_back",
    "notice.question_asked",
    "notice.authority_withdrawn",
)


@transaction.atomic
def ask_primary_aggressor(
    stopped: PrimaryAggressorFirst, *, draft: Draft | None, account: str, by: User, at: datetime
) -> CounterAllegation:
    """Ask which of the two is the primary aggressor, after `open_case` stopped. The officer's account goes with it. An
    open question of the same request is answered instead of a second one; one that was decided against is refused."""
    may(by, "propose_notice", None, at).require()
    other = stopped.other
    rows = CounterAllegation.objects.select_for_update().filter(first=other.protected, second=other.subject)
    for row in rows.filter(decided_at__isnull=True).order_by("pk"):
        if row.asked_by_id == by.pk:
            return row
    if rows.filter(draft=draft, may_proceed=False, draft__isnull=False).exists():
        refuse(PRIMARY_AGGRESSOR, "An inspector has decided that this request may not go on").require()
    row = CounterAllegation(first=other.protected, second=other.subject, asked_by=by, asked_at=at, draft=draft)
    row.account_enc = encipher(_key(row.first_id, row.second_id), account)
    row.recorded_by = by
    row.save()
    return row


@transaction.atomic
def decide_counter_allegation(
    row: CounterAllegation, *, may_proceed: bool, reasons: str, by: User, at: datetime
) -> CounterAllegation:
    """Decide whether the request may go on. Nothing is written in either case.

    Refused: to a role that may not decide notices; to the officer who asked; to another force; to an inspector who
    decided anything in the other case or has a conflict with it; without reasons; a second time.
    """
    may(by, "decide_notice", None, at).require()
    row = CounterAllegation.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=row.pk)
    if row.decided_at is not None:
        refuse(PRIMARY_AGGRESSOR, "This has already been decided").require()
    why_not = why_may_not_decide(row, by=by)
    if why_not:
        refuse(PRIMARY_AGGRESSOR, why_not).require()
    if len(reasons.strip()) < 10:
        refuse(PRIMARY_AGGRESSOR, "Give the reasons for the decision").require()
    row.decided_by, row.decided_at, row.may_proceed = by, at, may_proceed
    row.reasons_enc = encipher(_key(row.first_id, row.second_id), reasons)
    row.save(update_fields=["decided_by", "decided_at", "may_proceed", "reasons_enc"])
    return row


def why_may_not_decide(row: CounterAllegation, *, by: User) -> str:
    """Why this person may not decide it, in words that tell nothing of the other case; empty when they may."""
    if row.asked_by_id == by.pk:
        return "You asked this yourself. Another person must decide"
    if row.asked_by.force_id != by.force_id:
        return "This was asked in another force"
    people = [row.first_id, row.second_id]
    cases = Case.objects.filter(subject__in=people, protected__in=people)
    events = CaseEvent.objects.filter(case__in=cases, by_key=f"user:{by.pk}", kind__in=DECIDING_EVENTS)
    conflicts = by.conflicts.filter(lifted_at__isnull=True)
    if events.exists() or conflicts.filter(person_id__in=people).exists() or conflicts.filter(case__in=cases).exists():
        return "You are not independent of these two people. Another inspector must decide"
    return ""


def account_of(row: CounterAllegation) -> str:
    return decipher(_key(row.first_id, row.second_id), row.account_enc)


def reasons_of(row: CounterAllegation) -> str:
    return decipher(_key(row.first_id, row.second_id), row.reasons_enc)


def people_of(row: CounterAllegation) -> tuple[Person, Person]:
    """The subject and the protected person as this request has them."""
    return row.first, row.second


def _key(first_id: int, second_id: int) -> str:
    return f"counter:{first_id}:{second_id}"


def waiting(user: User) -> list[CounterAllegation]:
    """The open questions of this person's force that they may decide, oldest first."""
    rows = CounterAllegation.objects.filter(decided_at__isnull=True, asked_by__force_id=user.force_id)
    found = rows.select_related("asked_by", "first", "second").prefetch_related("first__names", "second__names")
    return [row for row in found.order_by("asked_at", "pk")[:100] if not why_may_not_decide(row, by=user)]
