"""What a worker does for a protected person, within her consent at that instant: tells her news, reports for her; and what
they arrange among colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from haven.breaches.models import Breach
from haven.breaches.operations.report_breach import ReportBreach, find_thing, report_breach
from haven.breaches.reporters import Reporter
from haven.support.models import Update
from haven.support.operations.mark_told import told_by_supporter
from haven.supporters.models import Cover, Placement, Worker
from haven_law.findings import refuse

RULE = "Haven consent rule"
LONGEST_COVER = timedelta(days=60)
# Either lets a worker bring her the news.
TELLING = frozenset({"see_updates", "hear_updates"})


def reached(placement: Placement, worker: Worker, at: datetime, scopes: frozenset[str]) -> None:
    """Refused unless the consent stands at this instant, has one of the scopes, and the case is in the worker's own
    caseload, or in one that they cover with her agreement."""
    consent = placement.consent
    stands = consent.revoked_at is None or consent.revoked_at > at
    if not stands or not consent.from_at <= at < consent.until_at or not _holds(placement, worker, at):
        refuse(RULE, "This is no longer open to you: the consent is over, or the case was handed over").require()
    if not scopes & set(consent.scopes):
        refuse(RULE, "They did not consent to this").require()


def _holds(placement: Placement, worker: Worker, at: datetime) -> bool:
    if worker.ended_at is not None and worker.ended_at <= at:
        return False
    if placement.worker_id == worker.pk:
        return True
    covers = Cover.objects.filter(worker_id=placement.worker_id, by=worker, from_at__lte=at, until_at__gt=at)
    return placement.colleagues and covers.filter(Q(ended_at=None) | Q(ended_at__gt=at)).exists()


@transaction.atomic
def tell_news(placement: Placement, update_ref: str, *, by: Worker, at: datetime) -> Update:
    """The worker told her a piece of news: its clock ends. Refused: without consent to it at that instant; when it was told
    already, or is no news of this case."""
    reached(placement, by, at, TELLING)
    update = Update.objects.filter(ref=update_ref, case_id=placement.case_id, to="protected").first()
    if update is None:
        refuse(RULE, "There is no such news").require()
    assert update is not None
    return told_by_supporter(update, by=by.user, at=at)


@transaction.atomic
def report_for_her(placement: Placement, command: ReportBreach, *, by: Worker, at: datetime) -> Breach:
    """Report for her that something happened. Refused: without consent to report at that instant; about something that is
    not of this case; what `report_breach` refuses."""
    reached(placement, by, at, frozenset({"report"}))
    if find_thing(command.about_ref).case_id != placement.case_id:
        refuse(RULE, "There is no such notice or order").require()
    who = Reporter("supporter", f"{by.user.name}, {by.organisation.name}", person=placement.case.protected_id)
    return report_breach(command, by=who, at=at)


@dataclass(frozen=True)
class ArrangeCover:
    """Who covers, from when to when."""

    colleague: int
    from_at: datetime
    until_at: datetime


@transaction.atomic
def arrange_cover(command: ArrangeCover, *, by: Worker, at: datetime) -> Cover:
    """While the worker is away a colleague sees the cases whose protected people agreed to it; one cover at a time. Refused:
    to a colleague of another organisation, who has left, or is oneself; an end before the start or in the past; for longer
    than 60 days."""
    by = Worker.objects.select_for_update(of=("self",)).get(pk=by.pk)
    colleague = Worker.objects.filter(pk=command.colleague, organisation_id=by.organisation_id, ended_at=None).first()
    if colleague is None or colleague.pk == by.pk:
        refuse(RULE, "Choose a colleague of your organisation").require()
    assert colleague is not None
    if not max(command.from_at, at) < command.until_at <= command.from_at + LONGEST_COVER:
        refuse(RULE, "Say from when to when you are away, for 60 days at most").require()
    end_cover(by, at)
    return Cover.objects.create(worker=by, by=colleague, from_at=command.from_at, until_at=command.until_at)


@transaction.atomic
def end_cover(worker: Worker, at: datetime) -> int:
    """The worker is back: nobody covers any more. Answers how many covers ended."""
    return Cover.objects.filter(worker=worker, ended_at=None, until_at__gt=at).update(ended_at=at)
