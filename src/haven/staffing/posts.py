"""A role or a rank as it is asked for: whether it fits the person, how it is said, and the row that it becomes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from haven.accounts.actors import POLICE_FORCES, rank_on, words
from haven.accounts.models import ROLES, RankHeld, RoleGrant, User
from haven.staffing.rules import RULE, SEPARATION_RULE, roles_for
from haven_law.clock import in_words, start_of, to_london
from haven_law.definitions import RANKS
from haven_law.findings import Decision, allow, refuse

DAY = timedelta(days=1)


@dataclass(frozen=True)
class RolePost:
    """A role between two London days. Without a first day it begins when it is agreed."""

    role: str
    from_day: date | None
    last_day: date | None
    kind = "role"

    def payload(self) -> dict[str, Any]:
        return _plain(asdict(self))

    def words(self) -> str:
        first = f"from {in_words(self.from_day)}" if self.from_day else "as soon as it is agreed"
        return f"{ROLES[self.role]}, {first}{_until(self.last_day)}"

    def fits(self, user: User, at: datetime) -> Decision:
        """May this person have it? An administrator has no other role: they see no case, and nobody who sees cases gives
        themselves sight of more."""
        if self.role not in roles_for(user.force):
            return refuse(RULE, f"Nobody of {user.force.name} has this role")
        days = _days(self.from_day, self.last_day, to_london(at).date())
        others = user.role_grants.filter(Q(until_at__isnull=True) | Q(until_at__gt=at))
        held = set(others.values_list("role", flat=True))
        if held - {"administrator"} if self.role == "administrator" else "administrator" in held:
            alone = refuse(
                SEPARATION_RULE, "An administrator has no other role, because they see no case. End it first"
            )
            return Decision.all(days, alone)
        start, end = self._span(at)
        same = others.filter(role=self.role, team__isnull=True)
        if same.filter(Q(until_at__isnull=True) | Q(until_at__gt=start)).filter(_before(end)).exists():
            return Decision.all(days, refuse(RULE, "They have this role already for some of these days"))
        return days

    def write(self, user: User, *, asked_by: User, at: datetime) -> None:
        """The grant, from its first day or from now."""
        start, end = self._span(at)
        RoleGrant.objects.create(user=user, role=self.role, from_at=start, until_at=end, granted_by=asked_by)

    def _span(self, at: datetime) -> tuple[datetime, datetime | None]:
        start = max(start_of(self.from_day), at) if self.from_day else at
        return start, start_of(self.last_day + DAY) if self.last_day else None


@dataclass(frozen=True)
class RankPost:
    """A rank between two London days, both counted."""

    rank: str
    held: str
    conferred_by: int | None
    from_day: date
    last_day: date | None
    kind = "rank"

    def payload(self) -> dict[str, Any]:
        return _plain(asdict(self))

    def words(self) -> str:
        how = RankHeld.HOW[self.held]
        by = f", conferred by {words(self._conferrer())}" if self.conferred_by else ""
        return f"{how} {RANKS[self.rank].lower()} from {in_words(self.from_day)}{_until(self.last_day)}{by}"

    def fits(self, user: User, at: datetime) -> Decision:
        """Can this person hold it on these days?"""
        if user.force.kind not in POLICE_FORCES:
            return refuse(RULE, "Only somebody of a police force holds a rank")
        if self.rank not in RANKS or self.held not in RankHeld.HOW:
            return refuse(RULE, "There is no such rank")
        today = to_london(at).date()
        if self.last_day is not None and not self.from_day <= self.last_day:
            return refuse(RULE, "The last day must not be before the first day")
        if self.last_day is not None and self.last_day < today:
            return refuse(RULE, "The last day must be today or later")
        return self._conferred(user, at) if self.held != "substantive" else self._follows(user)

    def _conferred(self, user: User, at: datetime) -> Decision:
        conferrer = self._conferrer() if self.conferred_by else None
        if conferrer is None:
            return refuse(RULE, "Say which officer conferred it")
        if self.last_day is None:
            return refuse(RULE, "An acting or temporary rank needs a last day")
        rank = rank_on(conferrer, at)
        if conferrer.pk == user.pk or conferrer.force_id != user.force_id or not conferrer.is_active:
            return refuse(RULE, "It is conferred by another officer of the same force")
        if rank is None or _ORDER.index(rank) < _ORDER.index(self.rank):
            return refuse(RULE, "It is conferred by an officer who holds at least that rank")
        rows = user.ranks.filter(rank=self.rank, held=self.held, voided_at__isnull=True)
        rows = rows.filter(Q(until_day__isnull=True) | Q(until_day__gte=self.from_day), from_day__lte=self.last_day)
        if rows.exists():
            return refuse(RULE, "They hold this rank already on some of these days")
        return allow(RULE, "The rank can be recorded")

    def _follows(self, user: User) -> Decision:
        """A substantive rank follows the one before it, which ends the day before."""
        if self.conferred_by:
            return refuse(RULE, "Only an acting or temporary rank is conferred by an officer")
        later = user.ranks.filter(held="substantive", voided_at__isnull=True, from_day__gte=self.from_day)
        if later.exists():
            return refuse(RULE, "A substantive rank that begins on that day or later is recorded. End that one first")
        now = user.ranks.filter(held="substantive", voided_at__isnull=True, rank=self.rank, until_day__isnull=True)
        if now.exists():
            return refuse(RULE, "They hold this rank already")
        return allow(RULE, "The rank can be recorded")

    def write(self, user: User, *, asked_by: User, at: datetime) -> None:
        """The rank; a substantive one ends the one before it."""
        if self.held == "substantive":
            before = user.ranks.filter(held="substantive", voided_at__isnull=True, from_day__lt=self.from_day)
            open_then = before.filter(Q(until_day__isnull=True) | Q(until_day__gte=self.from_day))
            open_then.update(until_day=self.from_day - DAY)
        RankHeld.objects.create(
            user=user,
            rank=self.rank,
            held=self.held,
            conferred_by_id=self.conferred_by,
            from_day=self.from_day,
            until_day=self.last_day,
        )

    def _conferrer(self) -> User:
        return User.objects.select_related("force").get(pk=self.conferred_by or 0)


Post = RolePost | RankPost
_ORDER = list(RANKS)


def post_of(kind: str, payload: dict[str, Any]) -> Post:
    """The post that a row asks for."""
    days = {name: date.fromisoformat(payload[name]) if payload[name] else None for name in ("from_day", "last_day")}
    return RolePost(**payload | days) if kind == "role" else RankPost(**payload | days)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _until(last: date | None) -> str:
    return f" to {in_words(last)}" if last else ""


def _before(end: datetime | None) -> Q:
    return Q(from_at__lt=end) if end is not None else Q()


def _days(first: date | None, last: date | None, today: date) -> Decision:
    if last is not None and last < max(first or today, today):
        return refuse(RULE, "The last day must be today or later, and not before the first day")
    return allow(RULE, "The days are possible")
