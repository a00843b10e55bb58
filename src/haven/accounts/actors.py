"""Who is asking, as at an instant: force, teams, roles and rank then, as one value that the policy reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from haven.accounts.models import RankHeld, User
from haven_law.clock import to_london
from haven_law.definitions import RANKS

POLICE_FORCES = ("local", "btp", "mdp")


@dataclass(frozen=True)
class Actor:
    """A user at an instant. `rank` is the highest rank held on that London day, or None for a civilian; `rank_id` its row,
    which says whether it is an acting one and who conferred it."""

    user_id: int
    key: str
    words: str
    force_id: int
    team_id: int | None
    roles: frozenset[str]
    rank: str | None
    police: bool
    active: bool
    rank_id: int | None = None

    @property
    def constable(self) -> bool:
        """A member of a relevant force who holds any rank is a constable (s.56(2))."""
        return self.police and self.rank is not None


def actor(user: User, at: datetime) -> Actor:
    """The user as at `at`. Roles and ranks that began later or have ended are not there. A person has few of either, so
    they are read whole and looked through here: once, when the caller has prefetched them."""
    held = held_on(user, at)
    grants = [g for g in user.role_grants.all() if g.from_at <= at and (g.until_at is None or g.until_at > at)]
    return Actor(
        user_id=user.pk,
        key=f"user:{user.pk}",
        words=words_held(user, held),
        force_id=user.force_id,
        team_id=user.team_id,
        roles=frozenset(grant.role for grant in grants),
        rank=held.rank if held is not None else None,
        police=user.force.kind in POLICE_FORCES,
        active=user.is_active and (user.disabled_at is None or user.disabled_at > at),
        rank_id=held.pk if held is not None else None,
    )


def rank_on(user: User, at: datetime) -> str | None:
    """The highest rank held on the London day of `at`: substantive, temporary or acting."""
    held = held_on(user, at)
    return held.rank if held is not None else None


def held_on(user: User, at: datetime) -> RankHeld | None:
    """The row of the highest rank held on the London day of `at`, which says how it is held and who conferred it."""
    return highest(user.ranks.all(), at)


def highest(ranks: Iterable[RankHeld], at: datetime) -> RankHeld | None:
    """Of some ranks of one person the one that counts on the London day of `at`: the highest, a substantive one first."""
    day = to_london(at).date()
    held = [row for row in ranks if row.counts_on(day)]
    return max(held, key=lambda row: (_ORDER.index(row.rank), row.held == "substantive"), default=None)


_ORDER = list(RANKS)


RANK_WORDS = {
    "constable": "PC",
    "sergeant": "Sgt",
    "inspector": "Insp",
    "chief_inspector": "Ch Insp",
    "superintendent": "Supt",
    "chief_superintendent": "Ch Supt",
}


def words(user: User, rank: str | None = None) -> str:
    """How a person is named on staff pages: rank in short, name, number."""
    short = RANK_WORDS.get(rank or "", RANKS.get(rank, "") if rank else "")
    return " ".join(part for part in (short, user.name, user.collar_no) if part)


def words_held(user: User, held: RankHeld | None) -> str:
    """The same with a rank as it is held: "Acting Insp …" and "Temporary Insp …" say so."""
    if held is None or held.held == "substantive":
        return words(user, held.rank if held is not None else None)
    return f"{held.get_held_display()} {words(user, held.rank)}"


def words_at(user: User, at: datetime) -> str:
    """How a person is named with the rank of that London day."""
    return words_held(user, held_on(user, at))


def words_conferred(user: User, held: RankHeld | None, at: datetime) -> str:
    """The same, and who conferred a rank that is acting or temporary: for the acts that the rank gives power to do."""
    named = words_held(user, held)
    if held is None or held.conferred_by is None:
        return named
    return f"{named} (rank conferred by {words_at(held.conferred_by, at)})"
