"""How a protected person may safely be reached, agreed apart from the subject (experience: contact safety)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.models import Case
from haven.cases.operations.flags import write_flag_end
from haven.cases.permissions import may
from haven.lawdata.queries import policy
from haven.parties.models import Channel, SafeContactPlan, Window
from haven.sealed.operations import seal
from haven_law.clock import to_london
from haven_law.findings import refuse

PLAN_RULE = "Haven safe contact rule"


@dataclass(frozen=True)
class ChannelFacts:
    """One way to reach the person. `value` is sealed at once; `kept` is the handle of one that is sealed already and goes
    on into the new version. `visible_to_other`: no, maybe, yes or unknown."""

    kind: str
    value: str = ""
    visible_to_other: str = "unknown"
    shared_account: bool = False
    voicemail: str = "never"
    withheld_ok: bool = False
    kept: UUID | None = None

    @property
    def automated_ok(self) -> bool:
        """Only where nobody else can see or hear it may anything be sent by itself."""
        return self.visible_to_other == "no" and not self.shared_account and self.kind in ("text", "email")


@dataclass(frozen=True)
class WindowFacts:
    """Local hours on days (0 is Monday) that are safe, or never safe."""

    days: tuple[int, ...]
    from_local: time
    to_local: time
    kind: str = "safe"


@dataclass(frozen=True)
class PlanFacts:
    """What was agreed. `made_how`: in_person, code_word_call or supporter_present. `mode`: we_contact, they_contact or
    via_supporter. `call_drop_rule` says what we do when somebody else answers."""

    mode: str
    channels: tuple[ChannelFacts, ...] = ()
    windows: tuple[WindowFacts, ...] = ()
    made_how: str = "in_person"
    in_private: bool = True
    call_drop_rule: str = ""
    told_as: str = ""
    interpreter_wanted: str = ""
    feedback_ok: bool = False
    review_in_days: int | None = None


@transaction.atomic
def agree_safe_contact(case: Case, facts: PlanFacts, *, by: User, at: datetime) -> SafeContactPlan:
    """Agree a plan: version 1, or a new version that takes the place of the one before. Nothing is sent.

    Refused when it was not agreed apart from the subject, when we are to make contact and no way is given, when a window
    ends before it begins, and to a role that may not.
    """
    may(by, "agree_safe_contact", case, at).require()
    hold_case(case.pk)
    return write_plan(case, facts, by=by, at=at)


def write_plan(case: Case, facts: PlanFacts, *, by: User, at: datetime) -> SafeContactPlan:
    """The same, within an operation that has asked who may and holds the case."""
    _check(facts)
    last = case.protected.contact_plans.order_by("version").last()
    if last is not None and last.made_at > at:
        refuse(PLAN_RULE, "A newer plan was agreed meanwhile. Look at it, and change it if need be").require()
    if last is not None and last.superseded_at is None:
        last.superseded_at = at
        last.save(update_fields=["superseded_at"])
    version = last.version + 1 if last is not None else 1
    days = facts.review_in_days or policy("plan_recheck_days", to_london(at).date())
    plan = SafeContactPlan.objects.create(
        person_id=case.protected_id,
        version=version,
        in_private=facts.in_private,
        made_by=by,
        made_how=facts.made_how,
        made_at=at,
        review_on=to_london(at).date() + timedelta(days=days),
        mode=facts.mode,
        call_drop_rule=facts.call_drop_rule,
        told_as=facts.told_as,
        interpreter_wanted=facts.interpreter_wanted,
        feedback_ok=facts.feedback_ok,
        recorded_by=by,
    )
    _channels(plan, facts)
    for flag in case.flags.filter(code="no_contact_plan", until_at__isnull=True):
        write_flag_end(flag, by=by, at=at)
    kind = "plan.made" if version == 1 else "plan.changed"
    record(case, kind, by=by, at=at, about=("case", case.ref), facts={"version": version})
    return plan


def _check(facts: PlanFacts) -> None:
    if not facts.in_private:
        refuse(
            PLAN_RULE, "A safe contact plan is agreed apart from the subject. Ask again when you are alone"
        ).require()
    if facts.mode == "we_contact" and not facts.channels:
        refuse(PLAN_RULE, "Say at least one safe way in which we may make contact").require()
    for window in facts.windows:
        if window.to_local <= window.from_local:
            refuse(PLAN_RULE, "The hours must end after they begin").require()


def _channels(plan: SafeContactPlan, facts: PlanFacts) -> None:
    owner = f"person:{plan.person_id}"
    Channel.objects.bulk_create(
        Channel(
            plan=plan,
            kind=channel.kind,
            handle=seal(owner_ref=owner, kind="channel_value", value=channel.value) if channel.value else channel.kept,
            visible_to_other=channel.visible_to_other,
            shared_account=channel.shared_account,
            automated_ok=channel.automated_ok,
            voicemail=channel.voicemail,
            withheld_ok=channel.withheld_ok,
        )
        for channel in facts.channels
    )
    Window.objects.bulk_create(
        Window(plan=plan, kind=w.kind, days=list(w.days), from_local=w.from_local, to_local=w.to_local)
        for w in facts.windows
    )
