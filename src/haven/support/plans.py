"""Her plan as the gate reads it, at an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from haven.accounts.composed import Composed
from haven.parties.contact.views import ChannelView, PlanView, WindowView
from haven.parties.models import Channel, SafeContactPlan, Window
from haven.support.models import HerPost, NewsPreference, PlanTrigger, PlanWishes


def plan_row(person_id: int, *, lock: bool = False) -> SafeContactPlan | None:
    """The plan that counts now. With `lock` nobody changes it until the transaction ends."""
    return _plans(person_id).select_for_update().first() if lock else _PLAN.first(person_id)


def _plans(person_id: int) -> QuerySet[SafeContactPlan]:
    rows = SafeContactPlan.objects.filter(person_id=person_id, superseded_at__isnull=True, voided_at__isnull=True)
    return rows.order_by("-version")


def plan_view(person_id: int, at: datetime, *, lock: bool = False) -> PlanView | None:
    """The same as a value; None when there is none."""
    plan = plan_row(person_id, lock=lock)
    if plan is None:
        return None
    return PlanView(
        version=plan.version,
        mode=plan.mode,
        review_on=plan.review_on,
        channels=tuple(
            ChannelView(c.pk, c.kind, c.visible_to_other, c.shared_account, c.automated_ok, c.voicemail)
            for c in _CHANNELS.all(plan.pk)
            if c.handle is not None
        ),
        windows=tuple(WindowView(frozenset(w.days), w.from_local, w.to_local, w.kind) for w in _WINDOWS.all(plan.pk)),
        preferences=dict(_PREFERENCES.plain(plan.pk)),
        triggered=bool(_TRIGGERS.plain(person_id, plan.made_at, at) or _SAYS_SO.plain(person_id, plan.made_at)),
    )


# The gate is asked at every piece of news, and again before a message leaves.
_PLAN = Composed[SafeContactPlan](lambda person: _plans(person)[:1])
_CHANNELS = Composed[Channel](lambda plan: Channel.objects.filter(plan_id=plan).order_by("pk"))
_WINDOWS = Composed[Window](lambda plan: Window.objects.filter(plan_id=plan).order_by("pk"))
_PREFERENCES = Composed[NewsPreference](
    lambda plan: NewsPreference.objects.filter(plan_id=plan).values_list("update_kind", "when")
)
_TRIGGERS = Composed[PlanTrigger](
    lambda person, made_at, at: PlanTrigger.objects.filter(person_id=person, at__gt=made_at, at__lte=at).values_list(
        "pk"
    )[:1]
)


def _says_so(person_id: int, made_at: datetime) -> QuerySet[HerPost, Any]:
    """From the moment she sent it: nothing leaves by the old plan while the worker has not yet taken it."""
    rows = HerPost.objects.filter(person_id=person_id, kind="contact", at__gt=made_at, taken_at__isnull=True)
    return rows.values_list("pk")[:1]


_SAYS_SO = Composed[HerPost](_says_so)


def wishes_of(plan: SafeContactPlan) -> PlanWishes:
    """What she chose beside it; the careful answers where she was not asked."""
    return PlanWishes.objects.filter(plan=plan).first() or PlanWishes(plan=plan)
