"""Her plan as the gate reads it, at an instant."""

from __future__ import annotations

from datetime import datetime

from haven.parties.contact.views import ChannelView, PlanView, WindowView
from haven.parties.models import SafeContactPlan
from haven.support.models import HerPost, PlanTrigger, PlanWishes


def plan_row(person_id: int, *, lock: bool = False) -> SafeContactPlan | None:
    """The plan that counts now. With `lock` nobody changes it until the transaction ends."""
    rows = SafeContactPlan.objects.filter(person_id=person_id, superseded_at__isnull=True, voided_at__isnull=True)
    return (rows.select_for_update() if lock else rows).order_by("version").last()


def plan_view(person_id: int, at: datetime, *, lock: bool = False) -> PlanView | None:
    """The same as a value; None when there is none."""
    plan = plan_row(person_id, lock=lock)
    if plan is None:
        return None
    triggers = PlanTrigger.objects.filter(person_id=person_id, at__gt=plan.made_at, at__lte=at)
    # From the moment she sent it: nothing leaves by the old plan while the worker has not yet taken it.
    saying_so = HerPost.objects.filter(person_id=person_id, kind="contact", at__gt=plan.made_at, taken_at__isnull=True)
    return PlanView(
        version=plan.version,
        mode=plan.mode,
        review_on=plan.review_on,
        channels=tuple(
            ChannelView(c.pk, c.kind, c.visible_to_other, c.shared_account, c.automated_ok, c.voicemail)
            for c in plan.channels.order_by("pk")
            if c.handle is not None
        ),
        windows=tuple(
            WindowView(frozenset(w.days), w.from_local, w.to_local, w.kind) for w in plan.windows.order_by("pk")
        ),
        preferences=dict(plan.preferences.values_list("update_kind", "when")),
        triggered=triggers.exists() or saying_so.exists(),
    )


def wishes_of(plan: SafeContactPlan) -> PlanWishes:
    """What she chose beside it; the careful answers where she was not asked."""
    return PlanWishes.objects.filter(plan=plan).first() or PlanWishes(plan=plan)
