"""How a user stands to a case, and what they may do with it. Every queryset of cases starts from `visible_to`."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

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
    party = CaseForce.objects.filter(_now(at), case=OuterRef("pk"), force_id=who.force_id)
    restricted = Restriction.objects.filter(case=OuterRef("pk"), lifted_at__isnull=True)
    named = RestrictionNamed.objects.filter(
        _now(at), restriction__case=OuterRef("pk"), restriction__lifted_at__isnull=True, user_id=who.user_id
    )
    conflict = Conflict.objects.filter(lifted_at__isnull=True, user_id=who.user_id).filter(
        Q(case=OuterRef("pk")) | Q(person=OuterRef("subject")) | Q(person=OuterRef("protected"))
    )
    seen = Q(lead_force_id=who.force_id) | Q(Exists(party))
    if "court_user" in who.roles:
        seen |= Q(Exists(_before_court(who)))
    cases = Case.objects.filter(seen).filter(~Exists(conflict))
    if "professional_standards" not in who.roles:
        cases = cases.filter(~Exists(restricted) | Exists(named))
    return cases


def _before_court(who: Actor) -> QuerySet[Any]:
    """Applications that were sent to a court of this user. The stage of courts is later than this one, so its rows are
    reached through the relation and not by import; as EXISTS, so that no case is listed twice."""
    applications = Case._meta.get_field("applications").related_model
    sent = applications._default_manager.filter(case=OuterRef("pk"), made_at__isnull=False)  # type: ignore[union-attr]
    return sent.filter(court__force_id=who.force_id)


def context_for(case: Case, who: Actor, at: datetime) -> CaseContext:
    """What the policy must know of a case."""
    restriction = case.restrictions.filter(lifted_at__isnull=True).first()
    conflict = Conflict.objects.filter(user_id=who.user_id, lifted_at__isnull=True).filter(
        Q(case=case) | Q(person_id__in=[case.subject_id, case.protected_id])
    )
    courts: frozenset[int] = frozenset()
    if "court_user" in who.roles:
        courts = frozenset(case.applications.filter(made_at__isnull=False).values_list("court__force_id", flat=True))
    return CaseContext(
        lead_force_id=case.lead_force_id,
        party_forces=dict(case.party_forces.filter(_now(at)).values_list("force_id", "access")),
        court_force_ids=courts,
        restricted=restriction is not None,
        named=restriction is not None and restriction.named.filter(_now(at), user_id=who.user_id).exists(),
        conflict=conflict.exists(),
    )


def may(user: User, operation: str, case: Case | None, at: datetime) -> Decision:
    """May this user do this, with this case, at this instant? `.require()` refuses with the rule that says no."""
    who = actor(user, at)
    return decide(who, operation, context_for(case, who, at) if case is not None else None)
