"""What may reach the pages of a protected person, as values (domain model, audience views). What is not a field here cannot
get there. Knows no table: the public host reads it, the staff side makes it, and both ask the law where a paper stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from haven_law.clock import HearingDeadline
from haven_law.notice_life import notice_position
from haven_law.order_life import in_force

ENDS_SOON = timedelta(days=30)
# What a clause may carry to her page: figures, times and choices. Never a place, a name or words somebody wrote.
FIGURES = frozenset(
    {"distance_m", "place_kind", "treats", "days", "from_time", "to_time", "sessions", "within_days", "leave_by",
     "monitors", "monitoring_kind"}
)  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """One requirement. `exception`: the court wrote one, and its words stay on the paper."""

    number: int
    term: str
    figures: Mapping[str, Any]
    exception: bool = False
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True)
class Version:
    """What a paper says from one instant to another."""

    begins: datetime | None
    until: datetime | None
    given: datetime | None
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Paper:
    """A notice that was given, or an order. `case` tells several people apart without a name. For a notice `hear_by` and
    `outer` are the clock of its hearing, and `begun` when the hearing began."""

    kind: str
    ref: str
    case: int
    made: datetime
    begins: datetime | None
    ends: datetime | None
    ended: datetime | None
    because: str
    lasts: str
    last_day: date | None
    versions: tuple[Version, ...]
    hear_by: datetime | None = None
    outer: datetime | None = None
    begun: datetime | None = None

    def stands(self, at: datetime) -> str:
        """running, may_be_late, past_deadline, continuing or ended for a notice; waiting, in_force, ending or ended for an
        order."""
        return _notice_stands(self, at) if self.kind == "notice" else _order_stands(self, at)

    def holds(self, at: datetime) -> bool:
        """Whether the subject must follow it at this instant, as far as anybody but a court can say."""
        return self.stands(at) not in ("ended", "waiting")

    def version_at(self, at: datetime) -> Version | None:
        """What it says at an instant: the version then in effect, before that the first, afterwards the last."""
        running = [v for v in self.versions if v.begins is not None and v.begins <= at]
        return running[-1] if running else (self.versions[0] if self.versions else None)


@dataclass(frozen=True)
class Sitting:
    """A day at court. `own`: she asked for the order herself, and the court expects her. Never where."""

    case: int
    at: datetime
    own: bool


@dataclass(frozen=True)
class Plan:
    """How we may reach her, without any number or address."""

    mode: str
    ways: tuple[str, ...]
    windows: tuple[tuple[str, tuple[int, ...], str, str], ...]
    voicemail: bool
    review_on: date


@dataclass(frozen=True)
class HerView:
    papers: tuple[Paper, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    plan: Plan | None = None

    def next_sitting(self, at: datetime) -> Sitting | None:
        return min((s for s in self.sittings if s.at > at), key=lambda s: s.at, default=None)

    def paper(self, ref: str) -> Paper | None:
        return next((p for p in self.papers if p.ref == ref), None)


def read_view(raw: Mapping[str, Any] | None) -> HerView:
    """The values again from what was kept of them; nothing where nothing was kept."""
    if not raw:
        return HerView()
    plan = raw.get("plan")
    return HerView(
        tuple(_paper(p) for p in raw.get("papers", ())),
        tuple(Sitting(s["case"], datetime.fromisoformat(s["at"]), s["own"]) for s in raw.get("sittings", ())),
        _plan(plan) if plan else None,
    )


def _paper(raw: Mapping[str, Any]) -> Paper:
    moments = {n: _instant(raw[n]) for n in ("begins", "ends", "ended", "hear_by", "outer", "begun")}
    return Paper(
        kind=raw["kind"],
        ref=raw["ref"],
        case=raw["case"],
        made=datetime.fromisoformat(raw["made"]),
        because=raw["because"],
        lasts=raw["lasts"],
        last_day=date.fromisoformat(raw["last_day"]) if raw["last_day"] else None,
        versions=tuple(_version(v) for v in raw["versions"]),
        **moments,
    )


def _version(raw: Mapping[str, Any]) -> Version:
    clauses = tuple(
        Clause(c["number"], c["term"], c["figures"], c["exception"], _instant(c["begins"]), _instant(c["ends"]))
        for c in raw["clauses"]
    )
    return Version(_instant(raw["begins"]), _instant(raw["until"]), _instant(raw["given"]), clauses)


def _plan(raw: Mapping[str, Any]) -> Plan:
    windows = tuple((w[0], tuple(w[1]), w[2], w[3]) for w in raw["windows"])
    return Plan(raw["mode"], tuple(raw["ways"]), windows, raw["voicemail"], date.fromisoformat(raw["review_on"]))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _notice_stands(paper: Paper, at: datetime) -> str:
    if paper.hear_by is None or paper.outer is None or paper.begins is None:
        return "ended" if paper.ended is not None and paper.ended <= at else "past_deadline"
    clock = HearingDeadline("hearing", paper.begins, paper.hear_by, paper.outer, (), (), (), None, (), "")
    return notice_position(paper.begins, clock, paper.begun, paper.ended, at)


def _order_stands(paper: Paper, at: datetime) -> str:
    if paper.ended is not None and paper.ended <= at:
        return "ended"
    if paper.begins is None or at < paper.begins:
        return "waiting"
    if not in_force(paper.begins, paper.ends, paper.ended, at):
        return "ended"
    return "ending" if paper.ends is not None and paper.ends <= at + ENDS_SOON else "in_force"
