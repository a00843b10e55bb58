"""How a user stands to a case, and what they may do with it. Every queryset of cases starts from `visible_to`."""

from datetime import datetime
from typing import Any

from django.db import connection
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


def named_on(case: Case, at: datetime) -> list[User] | None:
    """Who is named on the restriction of a case. None when it is not restricted."""
    restriction = case.restrictions.filter(lifted_at__isnull=True).first()
    if restriction is None:
        return None
    rows = restriction.named.filter(_now(at), user__is_active=True).select_related("user").order_by("user__name", "pk")
    return [row.user for row in rows]


def _conflict(who: Actor) -> QuerySet[Conflict]:
    mine = Conflict.objects.filter(lifted_at__isnull=True, user_id=who.user_id)
    return mine.filter(Q(case=OuterRef("pk")) | Q(person=OuterRef("subject")) | Q(person=OuterRef("protected")))


def _sent_to_court() -> QuerySet[Any]:
    """Applications that were sent. The stage of courts is later than this one, so its rows are reached through the
    relation and not by import; as EXISTS, so that no case is listed twice."""
    applications = Case._meta.get_field("applications").related_model
    return applications._default_manager.filter(case=OuterRef("pk"), made_at__isnull=False)  # type: ignore[union-attr]


# One statement, written out: it is asked before every act, and composing it anew each time costs ten times its answer.
# `visible_to` says the same in the query language of the tables; a property test holds the two equal.
_STANDING = """
SELECT c.lead_force_id,
  EXISTS (SELECT 1 FROM cases_restriction r WHERE r.case_id = c.id AND r.lifted_at IS NULL),
  EXISTS (SELECT 1 FROM cases_restrictionnamed n JOIN cases_restriction r ON r.id = n.restriction_id
          WHERE r.case_id = c.id AND r.lifted_at IS NULL AND n.user_id = %(user)s
          AND n.from_at <= %(at)s AND (n.until_at IS NULL OR n.until_at > %(at)s)),
  EXISTS (SELECT 1 FROM cases_conflict x WHERE x.user_id = %(user)s AND x.lifted_at IS NULL
          AND (x.case_id = c.id OR x.person_id IN (c.subject_id, c.protected_id))),
  ARRAY (SELECT p.force_id || ' ' || p.access FROM cases_caseforce p WHERE p.case_id = c.id
         AND p.from_at <= %(at)s AND (p.until_at IS NULL OR p.until_at > %(at)s)),
  CASE WHEN %(court)s THEN ARRAY (SELECT k.force_id FROM courts_application a JOIN courts_court k ON k.id = a.court_id
       WHERE a.case_id = c.id AND a.made_at IS NOT NULL) END
FROM cases_case c WHERE c.id = %(case)s
"""


# The same as `visible_to`, as a condition on a row `c` of cases_case, for statements that stand on every page.
_SEEN = """(c.lead_force_id = %(force)s
  OR EXISTS (SELECT 1 FROM cases_caseforce p WHERE p.case_id = c.id AND p.force_id = %(force)s
             AND p.from_at <= %(at)s AND (p.until_at IS NULL OR p.until_at > %(at)s)){court})
  AND {no_conflict}{restricted}"""
_NO_CONFLICT = """NOT EXISTS (SELECT 1 FROM cases_conflict x WHERE x.user_id = %(user)s AND x.lifted_at IS NULL
                  AND (x.case_id = c.id OR x.person_id IN (c.subject_id, c.protected_id)))"""
_SEEN_BY_COURT = """
  OR EXISTS (SELECT 1 FROM courts_application a JOIN courts_court k ON k.id = a.court_id
             WHERE a.case_id = c.id AND a.made_at IS NOT NULL AND k.force_id = %(force)s)"""
_SEEN_IF_RESTRICTED = """
  AND (NOT EXISTS (SELECT 1 FROM cases_restriction r WHERE r.case_id = c.id AND r.lifted_at IS NULL)
       OR EXISTS (SELECT 1 FROM cases_restrictionnamed n JOIN cases_restriction r ON r.id = n.restriction_id
                  WHERE r.case_id = c.id AND r.lifted_at IS NULL AND n.user_id = %(user)s
                  AND n.from_at <= %(at)s AND (n.until_at IS NULL OR n.until_at > %(at)s)))"""


def visible_sql(who: Actor) -> str:
    """The condition under which a row `c` of cases_case exists for this actor. Takes the names of `visible_values`."""
    if not who.active or not who.roles & set(ROLES_FOR["see_case"]):
        return "false"
    return _SEEN.format(
        no_conflict=_NO_CONFLICT,
        court=_SEEN_BY_COURT if "court_user" in who.roles else "",
        restricted="" if "professional_standards" in who.roles else _SEEN_IF_RESTRICTED,
    )


def visible_values(who: Actor, at: datetime) -> dict[str, Any]:
    """What `visible_sql` must be given."""
    return {"force": who.force_id, "user": who.user_id, "at": at}


# Whoever was told of a row `c` of cases_case may still know that it exists. The same as `ladder.may_know`: a role that
# sees no case at all (the control room) may be told of one.
KNOWN = _NO_CONFLICT + _SEEN_IF_RESTRICTED


def context_for(case: Case, who: Actor, at: datetime) -> CaseContext:
    """What the policy must know of a case, in one query."""
    asked: dict[str, Any] = {"case": case.pk, "user": who.user_id, "at": at, "court": "court_user" in who.roles}
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, asked)
        force, restricted, named, conflict, parties, courts = cursor.fetchone()
    pairs = (party.split(" ", 1) for party in parties)
    return CaseContext(
        lead_force_id=force,
        party_forces={int(number): access for number, access in pairs},
        court_force_ids=frozenset(courts or ()),
        restricted=restricted,
        named=restricted and named,
        conflict=conflict,
    )


def may(user: User, operation: str, case: Case | None, at: datetime) -> Decision:
    """May this user do this, with this case, at this instant? `.require()` refuses with the rule that says no."""
    who = actor(user, at)
    return decide(who, operation, context_for(case, who, at) if case is not None else None)
