"""Reads of requests for notices."""

from __future__ import annotations

from datetime import datetime

from django.db.models import DateTimeField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least

from haven.accounts.actors import Actor
from haven.accounts.models import User
from haven.cases.models import Deadline, Draft
from haven.cases.permissions import visible_to
from haven.notices.models import NoticeProposal
from haven.notices.states import QUESTION, WAITING, with_proposal_status


def proposals_of(user: User, at: datetime) -> QuerySet[NoticeProposal]:
    """What this person asked for, newest first, each with its `status`. Of cases that they may see."""
    rows = NoticeProposal.objects.filter(proposed_by=user, case__in=visible_to(user, at).values("pk"))
    return with_proposal_status(rows, at).select_related("case").order_by("-proposed_at", "-pk")


def drafts_of(user: User, kind: str = "notice") -> QuerySet[Draft]:
    """The unfinished requests of this person, last saved first."""
    rows = Draft.objects.filter(owner=user, kind=kind, submitted_ref="", discarded_at__isnull=True)
    return rows.order_by("-saved_at", "-pk")


def waiting_for_decision(user: User | Actor, at: datetime) -> QuerySet[NoticeProposal]:
    """The requests that wait in the cases this person may see, each with its `status` and `due`, the earlier of the
    waiting time and the release of the subject: the most urgent first."""
    clock = Deadline.objects.filter(about_ref=OuterRef("ref"), kind="decide_notice", closed_at__isnull=True)
    rows = NoticeProposal.objects.filter(case__in=visible_to(user, at).values("pk"))
    act_by = Coalesce(Subquery(clock.order_by("pk").values("act_by")[:1]), F("proposed_at"))
    due = ExpressionWrapper(Least(act_by, Coalesce(F("release_at"), act_by)), output_field=DateTimeField())
    found = with_proposal_status(rows, at).filter(Q(("status__in", [WAITING, QUESTION]))).annotate(due=due)
    return found.select_related("case", "proposed_by", "proposed_by__team").order_by("due", "pk")
