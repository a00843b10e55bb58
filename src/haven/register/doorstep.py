"""What an officer at a door is told of a person: what binds them now, what they must and must not do, what may be done
about a breach. Nothing here can carry the protected person's name, or where they live: there is no field for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from haven.accounts.models import User
from haven.breaches.queries import number_of_earlier
from haven.cases.models import AlertFlag
from haven.notices import notice_states
from haven.notices.models import Notice
from haven.orders import states as order_states
from haven.orders.facts import first_awareness
from haven.orders.models import Order
from haven.parties.models import Person
from haven.parties.queries import age_words, born_words, display_name
from haven.register.door_rows import ENDED, Doors, doors
from haven.service.models import Service, ServiceAttempt
from haven_law.breach import PowerAnswer, powers
from haven_law.clock import to_london
from haven_law.terms import plain_wording

ORDER_POSITIONS = {"unserved": "in_force", "in_force": "in_force", "ending_soon": "in_force", "waiting": "waiting"}
# What could tell of a place is left out of the words at a door.
PLACES = ("premises", "place", "description")
WHERE_THE_SUBJECT_GOES = ("curfew", "station_sign_on", "programme", "alcohol_or_drug_treatment")


@dataclass(frozen=True)
class DoorClause:
    """One clause in plain words, verb first. `must`: must_not, must, or other (a whole sentence)."""

    number: int
    must: str
    text: str
    ends_at: datetime | None = None
    starts_at: datetime | None = None


@dataclass(frozen=True)
class DoorItem:
    """A notice or an order. `withheld`: the case is closed to this officer, who gets no link and rings the desk."""

    kind: str
    ref: str
    code: str
    state: tuple[str, str]
    power: PowerAnswer
    clauses: tuple[DoorClause, ...]
    made_at: datetime
    served_at: datetime | None
    served_how: str
    last_day: date | None
    until_event: str
    ended_at: datetime | None
    children: int
    alerts: tuple[str, ...]
    earlier_breaches: int
    unaware: bool
    force: str
    withheld: bool
    desk: str
    case_ref: str

    @property
    def over(self) -> bool:
        return self.code in ENDED

    @property
    def binds(self) -> bool:
        """Served, or made, and not over: the subject must keep to it now."""
        return self.code not in (*ENDED, "authorised", "waiting")


@dataclass(frozen=True)
class DoorPerson:
    """A person with what binds them. `name` is withheld where every case of theirs is closed to the officer and the
    match is not strong. `before`: how many notices and orders there are or were, and how many people they protect."""

    public_id: str
    name: str
    born: str
    age: str
    strength: str
    why: str
    items: tuple[DoorItem, ...]
    before: tuple[int, int] = (0, 0)

    @property
    def repeat(self) -> bool:
        """More than one notice or order, or breaches of one."""
        return self.before[0] > 1 or any(item.earlier_breaches for item in self.items)


@dataclass(frozen=True)
class DoorProtected:
    """Somebody whom a notice or an order protects: asked for by name, or known at the address asked. Each item with the
    name and birth of the person who must keep to it. No place is here, not even one that the subject knows."""

    public_id: str
    name: str
    strength: str
    why: str
    items: tuple[tuple[str, str, DoorItem], ...]


@dataclass(frozen=True)
class Match:
    """A person who was found, and why."""

    person: Person
    strength: str
    why: str


@dataclass(frozen=True)
class _Around:
    """What the items of one answer share, read once."""

    at: datetime
    doors: Doors
    alerts: Mapping[int, list[str]]
    breaches: Mapping[int, int]


def protected_of(match: Match, things: list[Notice | Order], shared: _Around) -> DoorProtected:
    """A protected person of the answer. Of a case that is closed to the officer the subject's name is withheld too."""
    items = []
    for thing in things:
        item = item_of(thing, shared)
        subject = thing.case.subject
        name = "Name withheld" if item.withheld else display_name(subject)
        items.append((name, "" if item.withheld else born_words(subject), item))
    hidden = bool(items) and all(item.withheld for _name, _born, item in items) and match.strength != "strong"
    return DoorProtected(
        public_id=str(match.person.public_id),
        name="Name withheld" if hidden else display_name(match.person),
        strength=match.strength,
        why=match.why,
        items=tuple(items),
    )


def around(things: list[Notice | Order], by: User, at: datetime) -> _Around:
    """What the items of one answer share: which cases this officer may open, what is restricted, alerts, breaches."""
    cases = {thing.case_id for thing in things}
    alerts: dict[int, list[str]] = {}
    flags = AlertFlag.objects.filter(case__in=cases, seen_at_door=True, from_at__lte=at)
    for flag in flags.filter(Q(until_at__isnull=True) | Q(until_at__gt=at)).order_by("pk"):
        alerts.setdefault(flag.case_id, []).append(flag.words)
    return _Around(at, doors(things, by, at), alerts, number_of_earlier(list(cases), at))


def item_of(thing: Notice | Order, shared: _Around) -> DoorItem:
    """What is told of one notice or order."""
    case, at = thing.case, shared.at
    code = str(getattr(thing, "status_code", ""))
    withheld = shared.doors.withholds(case.pk)
    own = _notice_parts(thing, code) if isinstance(thing, Notice) else _order_parts(thing, code, at)
    return DoorItem(
        ref=thing.ref,
        code=code,
        children=sum(1 for c in case.children.all() if c.voided_at is None),
        alerts=() if withheld else tuple(shared.alerts.get(case.pk, ())),
        earlier_breaches=0 if withheld else shared.breaches.get(case.pk, 0),
        force=case.lead_force.name,
        withheld=withheld,
        desk=shared.doors.desks.get(case.pk, "") if withheld else "",
        case_ref=case.ref if case.pk in shared.doors.open_cases else "",
        **own,
    )


def _notice_parts(notice: Notice, code: str) -> dict[str, Any]:
    position = "not_served" if code == "authorised" else code
    return {
        "kind": "notice",
        "state": notice_states.mark(notice, notice.authorised_at, code),
        "power": powers("notice", position, heard_late=notice_states.heard_late(notice)),
        "clauses": tuple(door_clause(t.clause, t.term, {"distance_m": t.distance_m}) for t in notice.terms.all()),
        "made_at": notice.authorised_at,
        "served_at": notice.served_at,
        "served_how": _how(notice.service),
        "last_day": None,
        "until_event": "",
        "ended_at": notice.ended_at,
        "unaware": False,
    }


def _order_parts(order: Order, code: str, at: datetime) -> dict[str, Any]:
    version = order_states.version_at(order, at) or max(order.versions.all(), key=lambda v: v.seq, default=None)
    known = first_awareness(version) if version is not None else None
    told = version is not None and (version.notice_given_to_subject or (known is not None and known <= at))
    clauses = [] if version is None else sorted(version.requirements.all(), key=lambda r: r.clause)
    return {
        "kind": "order",
        "state": order_states.mark(order, at, code),
        "power": powers("order", ORDER_POSITIONS.get(code, "ended")),
        "clauses": tuple(
            door_clause(r.clause, r.term, r.params, r.starts_at, r.ends_at)
            for r in clauses
            if r.ends_at is None or r.ends_at > at
        ),
        "made_at": order.made_at,
        "served_at": version.served_at if version is not None else None,
        "served_how": _how(version.service) if version is not None else "",
        "last_day": order.last_day,
        "until_event": order.ends_event,
        "ended_at": order.ended_at or order.ends_at,
        "unaware": not told,
    }


def _how(service: Service | None) -> str:
    """Where it was handed over, by the kind of place alone."""
    if service is None:
        return ""
    return ServiceAttempt.PLACES.get(service.attempt.place_kind, "").lower()


def door_clause(
    number: int,
    term: str,
    params: Mapping[str, Any],
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> DoorClause:
    """A clause in plain words for a door: nothing that names a place, save where the subject must be or go."""
    kept = dict(params)
    if term not in WHERE_THE_SUBJECT_GOES:
        kept = {k: v for k, v in params.items() if k not in PLACES and k != "place_mode"}
    text = plain_wording(term, kept)
    for must, start in (("must_not", "The subject must not "), ("must", "The subject must ")):
        if text.startswith(start):
            return DoorClause(number, must, text.removeprefix(start), ends_at, starts_at)
    return DoorClause(number, "other", text, ends_at, starts_at)


def person_of(match: Match, things: list[Notice | Order], shared: _Around) -> DoorPerson:
    """A person of the answer with what binds them: what is in force first, what has ended last."""
    items = sorted((item_of(thing, shared) for thing in things), key=lambda i: (i.over, -i.made_at.timestamp()))
    hidden = bool(items) and all(i.withheld for i in items) and match.strength != "strong"
    person, on = match.person, to_london(shared.at).date()
    return DoorPerson(
        public_id=str(person.public_id),
        name="Name withheld" if hidden else display_name(person),
        born="" if hidden else born_words(person),
        age="" if hidden or person.born is None else age_words(person, on),
        strength=match.strength,
        why=match.why,
        items=tuple(items),
        before=(len(things), len({thing.case.protected_id for thing in things})),
    )
