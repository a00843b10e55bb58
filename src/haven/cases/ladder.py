"""The rules of warning: which rung of a ladder speaks, who is told first, who next, and how long an answer may take.

Duty roles are told, not names: who holds a role now is data. A role that nobody holds is passed over at once, and the
record says so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from haven.accounts.duty import holdings_at
from haven.accounts.models import DUTY_ROLES, User
from haven.cases.models import Assignment, Case, Conflict, Deadline, DeadlineRung, Restriction, RestrictionNamed
from haven.cases.office import feedback_managers
from haven.lawdata.queries import policy
from haven_law.clock import to_london

# From the mildest to the most severe. When several are due at once, only the last of them speaks.
SEVERITY = ("h24", "h12", "h6", "h2", "h1", "last_sitting", "due", "act_by", "outer_limit")
# These say that an instant has passed. A deadline is kept by what happens at that very instant, so they wait for later.
PASSED = ("due", "act_by", "outer_limit")
EVENT_OF = {"act_by": "deadline.may_be_late", "due": "deadline.missed", "outer_limit": "deadline.missed"}
RUNG_WORDS = {
    "h1": "1 hour before",
    "d1": "1 day before",
    "last_sitting": "at the last sitting before it",
    "due": "at the time set",
    "act_by": "at the earlier of the two dates",
    "outer_limit": "after the deadline",
    "came": "when it came in",
    "closes": "when the office closed",
}
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def rung_words(code: str) -> str:
    """When a rung speaks: "6 hours before", "28 days before", "at the last sitting before it". Every code has words."""
    if code in RUNG_WORDS:
        return RUNG_WORDS[code]
    return f"{int(code[1:])} {UNITS[code[0]]} before"


CHAIN = ("unit_desk", "duty_sergeant", "duty_inspector", "legal_adviser", "control_room")
CASE_OWNER, FEEDBACK_MANAGER = "case_owner", "feedback_manager"
# Whom a clock of one kind goes to instead: somebody may be in danger, and no lawyer or desk can go to them.
CHAINS = {"feedback_safety": (FEEDBACK_MANAGER, "duty_inspector", "duty_sergeant", "control_room")}
ROLE_WORDS = {
    CASE_OWNER: "Case owner",
    FEEDBACK_MANAGER: "Feedback manager",
    "named": "Named on the restriction",
} | DUTY_ROLES
LAST_HOURS = timedelta(hours=6)

UNHELD = "Nobody held this duty"
KEPT_FROM = "May not see this case"
SAME_PERSON = "Had just been told in another role"
WRAPPED = "Everybody in the chain was told before; it began again"
NOBODY = "Nobody in the chain could be told"


@dataclass(frozen=True)
class Told:
    """One entry of the list of who was told. With no user nobody was, and the note says why."""

    role: str
    user: int | None
    at: datetime
    note: str = ""

    def as_json(self) -> dict[str, str | int | None]:
        return {"role": self.role, "user": self.user, "at": self.at.isoformat(), "note": self.note}


def rung_due(rung: DeadlineRung, now: datetime) -> bool:
    """Is it time? A rung about an instant that must have passed waits until it has."""
    return rung.due_at < now if rung.rung in PASSED else rung.due_at <= now


def severity(rung: DeadlineRung) -> tuple[int, datetime]:
    """The order of severity: by name; a name not in the list counts by its time, below the instants themselves."""
    place = SEVERITY.index(rung.rung) if rung.rung in SEVERITY else SEVERITY.index("last_sitting")
    return place, rung.due_at


def acknowledge_within(deadline: Deadline, now: datetime) -> timedelta:
    """How long whoever was told has to answer before the next is told: our rule, shorter in the last hours. A clock that
    is an hour long has a time of its own while it runs."""
    if deadline.kind == "feedback_safety" and now < deadline.act_by:
        return timedelta(minutes=policy("feedback_answer_minutes", to_london(now).date()))
    last_hours = deadline.act_by - now < LAST_HOURS
    key = "acknowledge_minutes_last_hours" if last_hours else "acknowledge_minutes"
    return timedelta(minutes=policy(key, to_london(now).date()))


def chain_from(owner_role: str, kind: str = "") -> tuple[str, ...]:
    """The roles in the order they are told, beginning with the owner of the clock and going round."""
    chain = CHAINS.get(kind, CHAIN)
    if owner_role == CASE_OWNER or owner_role not in chain:
        return (owner_role, *chain[1:])
    start = chain.index(owner_role)
    return chain[start:] + chain[:start]


def holder_of(deadline: Deadline, role: str, at: datetime) -> User | None:
    """Who holds the role for this clock: of the owning team first, then of the team of the case's area, then of the
    force. The owner of a case is a person, not a duty."""
    if role == CASE_OWNER:
        return case_owner(deadline.case, at)
    if role == FEEDBACK_MANAGER:
        return feedback_manager(deadline.case, at)
    held = holdings_at(at).filter(duty_role=role, team__force_id=deadline.owner_team.force_id, user__is_active=True)
    area = deadline.case.area

    def nearness(holding: object) -> tuple[bool, bool, datetime]:
        team = holding.team  # type: ignore[attr-defined]
        return team.pk == deadline.owner_team_id, bool(area) and team.area == area, holding.from_at  # type: ignore[attr-defined]

    nearest = max(held.select_related("user", "team"), key=nearness, default=None)
    return nearest.user if nearest else None


def case_owner(case: Case, at: datetime) -> User | None:
    """The owner of the case at an instant; failing one, the officer in the case."""
    now = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    rows = Assignment.objects.filter(now, case=case, role__in=["owner", "officer"], user__is_active=True)
    held = {row.role: row.user for row in rows.select_related("user")}
    return held.get("owner") or held.get("officer")


def feedback_manager(case: Case, at: datetime) -> User | None:
    """The feedback manager at work who may know of the case; nobody outside office hours."""
    people = feedback_managers(case.lead_force_id, at)
    return next((user for user in people if not kept_from(user, case, at)), None)


def kept_from(user: User, case: Case, at: datetime) -> bool:
    """May this person not even be told that the case exists: a conflict with it, or a restriction they are not in?"""
    conflict = Conflict.objects.filter(user=user, lifted_at__isnull=True)
    if conflict.filter(Q(case=case) | Q(person_id__in=[case.subject_id, case.protected_id])).exists():
        return True
    restriction = Restriction.objects.filter(case=case, lifted_at__isnull=True).first()
    return restriction is not None and user.pk not in named_on(restriction, at)


def may_know(user_id: int, at: datetime, case: str = "case") -> Q:
    """The same for many rows at once: those whose case (by the name of its relation) this person is not kept from."""
    now = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    about = Q(case=OuterRef(case)) | Q(person=OuterRef(f"{case}__subject")) | Q(person=OuterRef(f"{case}__protected"))
    conflict = Conflict.objects.filter(about, user_id=user_id, lifted_at__isnull=True)
    restriction = Restriction.objects.filter(case=OuterRef(case), lifted_at__isnull=True)
    named = RestrictionNamed.objects.filter(
        now, user_id=user_id, restriction__case=OuterRef(case), restriction__lifted_at__isnull=True
    )
    return Q(~Exists(conflict)) & (Q(~Exists(restriction)) | Q(Exists(named)))


def named_on(restriction: Restriction, at: datetime) -> list[int]:
    """The people named on a restriction at an instant."""
    now = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    return list(restriction.named.filter(now, user__is_active=True).order_by("pk").values_list("user_id", flat=True))


def tell_next(deadline: Deadline, place: int, at: datetime, *, last: int | None = None) -> tuple[list[Told], int]:
    """Whom to tell, from a place in the chain on: the entries for the record, and the place of who was told.

    `last` is the person told before. A role that nobody holds, or whose holder must not know of the case, is passed over
    at once; so is the same person in another role, unless there is nobody else. When nobody in the chain can be told,
    those named on a restriction are; failing them one entry says that nobody was."""
    chain = chain_from(deadline.owner_role, deadline.kind)
    entries: list[Told] = []
    final = place + len(chain) - 1
    for step in range(place, final + 1):
        told = told_at(deadline, chain[step % len(chain)], at, last if step < final else None)
        if told.user is not None and step >= len(chain):
            told = Told(told.role, told.user, at, WRAPPED)
        entries.append(told)
        if told.user is not None:
            return entries, step
    return [*entries, *_last_resort(deadline, at)], final


def told_at(deadline: Deadline, role: str, at: datetime, last: int | None) -> Told:
    """The entry for one role now: who holds it and is told, or why nobody is."""
    user = holder_of(deadline, role, at)
    if user is None:
        return Told(role, None, at, UNHELD)
    if kept_from(user, deadline.case, at):
        return Told(role, None, at, KEPT_FROM)
    if user.pk == last:
        return Told(role, None, at, SAME_PERSON)
    return Told(role, user.pk, at)


def _last_resort(deadline: Deadline, at: datetime) -> list[Told]:
    restriction = Restriction.objects.filter(case=deadline.case, lifted_at__isnull=True).first()
    named = [Told("named", pk, at) for pk in (named_on(restriction, at) if restriction else [])]
    return named or [Told("", None, at, NOBODY)]


def last_told(told: Iterable[dict[str, object]]) -> int | None:
    """The person who was told last, from the stored list."""
    users = [entry["user"] for entry in told if isinstance(entry.get("user"), int)]
    return users[-1] if users else None  # type: ignore[return-value]


def also_told(deadline: Deadline, rungs: Iterable[str], *, listed: bool) -> Iterator[str]:
    """Roles that are told besides the owner: the duty inspector at six hours without a listing, and from a quarter of an
    hour before the end of the hour in which somebody speaks to a person who may be in danger; the legal adviser once a
    date set by law has passed (A5)."""
    reached = set(rungs)
    if deadline.kind == "hearing" and "h6" in reached and not listed:
        yield "duty_inspector"
    if deadline.kind == "feedback_safety" and reached & {"m15", "due"}:
        yield "duty_inspector"
    if reached & {"outer_limit", "act_by"} and deadline.nature != "policy":
        yield "legal_adviser"
