"""The same two people the other way round: another inspector decides who is the primary aggressor, outside both cases."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.actors import rank_on, words
from haven.accounts.models import User
from haven.cases.counter_allegations import asked_of, owner_key, people_enc, words_of
from haven.cases.mirrors import decided_in, mirrors_of
from haven.cases.models import Case, CounterAllegation, Draft
from haven.cases.operations.open_case import PRIMARY_AGGRESSOR, PrimaryAggressorFirst
from haven.cases.permissions import may
from haven.lawdata.queries import policy
from haven.sealed.ciphers import encipher
from haven_law.clock import to_london
from haven_law.findings import refuse


@transaction.atomic
def ask_primary_aggressor(
    stopped: PrimaryAggressorFirst, *, draft: Draft | None, account: str, by: User, at: datetime
) -> CounterAllegation:
    """Ask which of the two is the primary aggressor, after `open_case` stopped. The officer's account goes with it. An
    open question of the same request is answered instead of a second one; one that was decided against is refused."""
    may(by, "propose_notice", None, at).require()
    other, asked = stopped.turned.case, words_of(stopped.subject, stopped.protected)
    rows = CounterAllegation.objects.select_for_update().filter(first=other.protected_id, second=other.subject_id)
    for row in rows.filter(decided_at__isnull=True, asked_by=by, draft=draft).order_by("pk"):
        if list(asked_of(row).same) == asked:
            return row
    if rows.filter(draft=draft, may_proceed=False, draft__isnull=False).exists():
        refuse(PRIMARY_AGGRESSOR, "An inspector has decided that this request may not go on").require()
    due = at + timedelta(minutes=policy("decide_notice_minutes", to_london(at).date()))
    return CounterAllegation.objects.create(
        decide_by=due,
        tell_next_at=due,
        first_id=other.protected_id,
        second_id=other.subject_id,
        asked_by=by,
        asked_at=at,
        draft=draft,
        people_enc=people_enc(other, stopped.subject, stopped.protected, sure=stopped.turned.sure),
        account_enc=encipher(owner_key(other.protected_id, other.subject_id), account),
        recorded_by=by,
    )


@transaction.atomic
def decide_counter_allegation(
    row: CounterAllegation, *, may_proceed: bool, reasons: str, by: User, at: datetime
) -> CounterAllegation:
    """Decide whether the request may go on. Nothing is written in either case.

    It has our time of an ordinary request, and stops what tells the duty inspector that it waits.
    Refused: to a role that may not decide notices; to the officer who asked; to another force; to an inspector who
    decided anything in the other case or has a conflict with it; without reasons; a second time.
    """
    may(by, "decide_notice", None, at).require()
    # Not joined with who decided: after the wait for the lock that join would still be of before it.
    row = CounterAllegation.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=row.pk)
    if row.decided_at is not None:
        refuse(PRIMARY_AGGRESSOR, already_words(row)).require()
    why_not = why_may_not_decide(row, by=by)
    if why_not:
        refuse(PRIMARY_AGGRESSOR, why_not).require()
    if len(reasons.strip()) < 10:
        refuse(PRIMARY_AGGRESSOR, "Give the reasons for the decision").require()
    row.decided_by, row.decided_at, row.may_proceed = by, at, may_proceed
    row.reasons_enc = encipher(owner_key(row.first_id, row.second_id), reasons)
    row.tell_next_at = None
    row.save(update_fields=["decided_by", "decided_at", "may_proceed", "reasons_enc", "tell_next_at"])
    return row


def already_words(row: CounterAllegation) -> str:
    """Who was quicker, what they decided, and when."""
    assert row.decided_by is not None and row.decided_at is not None
    person = words(row.decided_by, rank_on(row.decided_by, row.decided_at))
    outcome = "the request may go on" if row.may_proceed else "the request may not go on"
    local = to_london(row.decided_at)
    return f"This has already been decided by {person} at {local:%H:%M} on {local.day} {local:%B %Y}: {outcome}"


def why_may_not_decide(row: CounterAllegation, *, by: User) -> str:
    """Why this person may not decide it, in words that tell nothing of the other case; empty when they may."""
    if row.asked_by_id == by.pk:
        return "You asked this yourself. Another person must decide"
    if row.asked_by.force_id != by.force_id:
        return "This was asked in another force"
    people = [row.first_id, row.second_id]
    cases = set(Case.objects.filter(subject__in=people, protected__in=people).values_list("pk", flat=True))
    cases |= mirrors_of(*cases)
    conflicts = by.conflicts.filter(lifted_at__isnull=True)
    if (
        decided_in(by, cases)
        or conflicts.filter(person_id__in=people).exists()
        or conflicts.filter(case__in=cases).exists()
    ):
        return "You are not independent of these two people. Another inspector must decide"
    return ""


def waiting(user: User) -> list[CounterAllegation]:
    """The open questions of this person's force that they may decide, oldest first."""
    rows = CounterAllegation.objects.filter(decided_at__isnull=True, asked_by__force_id=user.force_id)
    found = rows.select_related("asked_by").order_by("asked_at", "pk")
    return [row for row in found[:100] if not why_may_not_decide(row, by=user)]
