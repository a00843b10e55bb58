"""How a user stands to a case, and what they may do with it. Every queryset of cases starts from `visible_to`."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from haven.accounts.actors import Actor, actor
from haven.accounts.models import User
from haven.accounts.policy import ROLES_FOR, CaseContext, decide
from haven.cases.models import Case, CaseForce, Conflict, Restriction, RestrictionNamed
from haven_law.findings import Decision


def _now(at: datetime, start: str = "from_at", end: str = "until_at") -> Q:
    return Q(**{f"{start}__lte": at}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": at}))


def visible_to(user: User | Actor, at: datetime) -> QuerySet[Case]:
    """The cases that exist for this user at this instant. For the rest there is no such case: pages answer 404, and
    lists and their counts do not hold them."""
    who = user if isinstance(user, Actor) else actor(user, at)
    if not who.active or not who.roles & set(ROLES_FOR["see_case"]):
        return Case.objects.none()
    seen = Q(lead_force_id=who.force_id) | Q(Exists(_party(at).filter(force_id=who.force_id)))
    if "court_user" in who.roles:
        seen |= Q(Exists(_sent_to_court().filter(court__force_id=who.force_id)))
    cases = Case.objects.filter(seen).filter(~Exists(_conflict(who)))
    if "professional_standards" not in who.roles:
        cases = cases.filter(~Exists(_restricted()) | Exists(_named(who, at)))
    return cases


def _party(at: datetime) -> QuerySet[CaseForce]:
    return CaseForce.objects.filter(_now(at), case=OuterRef("pk"))


def _restricted() -> QuerySet[Restriction]:
    return Restriction.objects.filter(case=OuterRef("pk"), lifted_at__isnull=True)


def _named(who: Actor, at: datetime) -> QuerySet[RestrictionNamed]:
    open_ones = RestrictionNamed.objects.filter(_now(at), restriction__lifted_at__isnull=True, user_id=who.user_id)
    return open_ones.filter(restriction__case=OuterRef("pk"))


def _conflict(who: Actor) -> QuerySet[Conflict]:
    mine = Conflict.objects.filter(lifted_at__isnull=True, user_id=who.user_id)
    return mine.filter(Q(case=OuterRef("pk")) | Q(person=OuterRef("subject")) | Q(person=OuterRef("protected")))


def _sent_to_court() -> QuerySet[Any]:
    """Applications that were sent. The stage of courts is later than this one, so its rows are reached through the
    relation and not by import; as EXISTS, so that no case is listed twice."""
    applications = Case._meta.get_field("applications").related_model
    return applications._default_manager.filter(case=OuterRef("pk"), made_at__isnull=False)  # type: ignore[union-attr]


def context_for(case: Case, who: Actor, at: datetime) -> CaseContext:
    """What the policy must know of a case, in one query."""
    asked: dict[str, Any] = {
        "force": F("lead_force_id"),
        "restricted": Exists(_restricted()),
        "named": Exists(_named(who, at)),
        "conflict": Exists(_conflict(who)),
        "parties": ArraySubquery(_party(at).values(pair=JSONObject(force="force_id", access="access"))),
    }
    if "court_user" in who.roles:
        asked["courts"] = ArraySubquery(_sent_to_court().values("court__force_id"))
    found: dict[str, Any] = dict(Case.objects.filter(pk=case.pk).values(**asked).get())
    return CaseContext(
        lead_force_id=found["force"],
        party_forces={pair["force"]: pair["access"] for pair in found["parties"]},
        court_force_ids=frozenset(found.get("courts", ())),
        restricted=found["restricted"],
        named=found["restricted"] and found["named"],
        conflict=found["conflict"],
    )


def may(user: User, operation: str, case: Case | None, at: datetime) -> Decision:
    """May this user do this, with this case, at this instant? `.require()` refuses with the rule that says no."""
    who = actor(user, at)
    return decide(who, operation, context_for(case, who, at) if case is not None else None)
