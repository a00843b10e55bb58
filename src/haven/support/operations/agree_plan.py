"""A safe contact plan, whole: ways, hours, and what she wishes. Version 1, or a new version in place of the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.models import Case
from haven.cases.operations.agree_safe_contact import PLAN_RULE, ChannelFacts, PlanFacts, agree_safe_contact
from haven.parties.models import Channel, SafeContactPlan
from haven.support.kinds import BY_CODE
from haven.support.models import Consent, NewsPreference, PlanWishes
from haven.support.plans import plan_row
from haven_law.findings import refuse


@dataclass(frozen=True)
class Wishes:
    """What she chose beside ways and hours. `news`: by the kind of news, when she wants it."""

    greeting: str = ""
    language: str = "en"
    other_answers: str = "hang_up"
    line_news_allowed: bool = False
    news: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AgreePlan:
    """The plan. Ways named in `keep` go on from the version before as they are, without anybody reading them."""

    case: str
    facts: PlanFacts
    wishes: Wishes
    keep: tuple[str, ...] = ()
    after_version: int = 0


@transaction.atomic
def agree_plan(command: AgreePlan, *, by: User, at: datetime) -> SafeContactPlan:
    """Agree the plan face to face, on a call that she proved, or with a supporter beside her: never over the way that is
    being changed. Refused: what `agree_safe_contact` refuses; a plan that somebody changed meanwhile; a kind of news or a
    way that there is not."""
    case = Case.objects.select_related("protected").get(ref=command.case)
    before = plan_row(case.protected_id, lock=True)
    if (before.version if before is not None else 0) != command.after_version:
        refuse(PLAN_RULE, "The plan was changed since this page was opened. Look at it again").require()
    unknown = set(command.wishes.news) - set(BY_CODE)
    if unknown or not set(command.wishes.news.values()) <= set(NewsPreference.WHEN):
        refuse(PLAN_RULE, "Choose one of the kinds of news shown, and when").require()
    _somebody_helps(case.protected_id, command.facts, at)
    kept = tuple(_kept(before, kind) for kind in command.keep)
    facts = replace(command.facts, channels=(*kept, *command.facts.channels))
    plan = agree_safe_contact(case, facts, by=by, at=at)
    wishes = command.wishes
    PlanWishes.objects.create(
        plan=plan,
        greeting=wishes.greeting,
        language=wishes.language,
        other_answers=wishes.other_answers,
        line_news_allowed=wishes.line_news_allowed,
    )
    NewsPreference.objects.bulk_create(
        NewsPreference(plan=plan, update_kind=kind, when=when) for kind, when in sorted(wishes.news.items())
    )
    return plan


# What somebody must be allowed before the plan can rest on them: to be there when it is agreed, or to bring the news.
BESIDE, BRINGS = frozenset({"change_plan_with_her"}), frozenset({"see_updates", "hear_updates"})


def _somebody_helps(person: int, facts: PlanFacts, at: datetime) -> None:
    """A plan agreed with a supporter beside her, or news through somebody, needs a consent that stands: nobody else is a
    supporter, and the subject, or for a child the subject's family, can never be one."""
    needed = [BRINGS] * (facts.mode == "via_supporter") + [BESIDE] * (facts.made_how == "supporter_present")
    if not needed:
        return
    rows = Consent.objects.filter(person_id=person, revoked_at=None, from_at__lte=at, until_at__gt=at)
    allowed = {scope for scopes in rows.values_list("scopes", flat=True) for scope in scopes}
    if not all(allowed & scopes for scopes in needed):
        because = "Record first who helps them and what they agreed to: a plan can rest on nobody else"
        refuse(PLAN_RULE, because).require()


def _kept(before: SafeContactPlan | None, kind: str) -> ChannelFacts:
    """A way of the version before: its sealed value goes on by its handle."""
    way = Channel.objects.filter(plan=before, kind=kind).first() if before is not None else None
    if way is None:
        refuse(PLAN_RULE, "There is no such way in the plan that could be kept").require()
    assert way is not None
    return ChannelFacts(
        kind=way.kind,
        visible_to_other=way.visible_to_other,
        shared_account=way.shared_account,
        voicemail=way.voicemail,
        withheld_ok=way.withheld_ok,
        kept=way.handle,
    )
