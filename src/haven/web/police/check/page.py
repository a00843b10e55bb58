"""What the answer of a check says in words: its heading, what was searched, the facts of each paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haven.register.doorstep import DoorClause, DoorItem, DoorPerson
from haven.register.operations.check_person import DoorAnswer
from haven.web.parts.words import clock_time, day_time, plain_day
from haven_law.citation import daa

PART_WORDS = {"name": "name", "born": "date of birth", "address": "address"}
RING_WORDS = {"in_force": "people whom something in force concerns", "known": "all other known people"}
KINDS = {"notice": ("notice", "notices"), "order": ("order", "orders")}


@dataclass(frozen=True)
class Panel:
    """The one thing that is said of powers: the black panel, or a warning in its place."""

    kind: str
    lead: str
    words: str
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One notice or order ready for the page."""

    item: DoorItem
    title: str
    facts: list[tuple[str, str | None]]
    panel: Panel
    must_not: list[dict[str, Any]] = field(default_factory=list)
    must: list[dict[str, Any]] = field(default_factory=list)
    other: list[dict[str, Any]] = field(default_factory=list)


def shown(item: DoorItem) -> Shown:
    groups: dict[str, list[dict[str, Any]]] = {"must_not": [], "must": [], "other": []}
    for clause in item.clauses if not item.over else ():
        groups[clause.must].append(_clause(clause))
    title = _("Notice") if item.kind == "notice" else _("Order")
    return Shown(item, title, _facts(item), _panel(item), groups["must_not"], groups["must"], groups["other"])


def _clause(clause: DoorClause) -> dict[str, Any]:
    note = None
    if clause.starts_at is not None:
        note = _("From %(when)s") % {"when": day_time(clause.starts_at)}
    if clause.ends_at is not None:
        until = _("Until %(when)s") % {"when": day_time(clause.ends_at)}
        note = f"{note}. {until}" if note else until
    return {"number": clause.number, "text": clause.text, "note": note}


def _facts(item: DoorItem) -> list[tuple[str, str | None]]:
    return [
        (_("Served"), _served(item)),
        (_("Ended") if item.over else _("Until"), _until(item)),
        (_("Protects"), _("1 adult")),
        (_("Children"), str(item.children) if item.children else None),
        (_("Breaches reported"), str(item.earlier_breaches) if item.earlier_breaches else None),
        (_("Force"), item.force),
    ]


def _served(item: DoorItem) -> str:
    if item.served_at is not None:
        words = _("Yes, %(when)s") % {"when": day_time(item.served_at)}
        return f"{words}, {item.served_how}" if item.served_how else words
    if item.kind == "order" and item.binds:
        return _("Not yet. It binds from when it was made, %(when)s") % {"when": day_time(item.made_at)}
    return _("No") if item.over else _("Not yet: it binds nobody until a constable hands it over")


def _until(item: DoorItem) -> str | None:
    if item.over:
        return day_time(item.ended_at) if item.ended_at else item.state[1]
    if item.code == "authorised":
        return None
    if item.kind == "notice":
        return _("the application is decided or withdrawn")
    if item.last_day is not None:
        return _("the end of %(day)s") % {"day": plain_day(item.last_day)}
    return item.until_event or _("further order of the court")


def _panel(item: DoorItem) -> Panel:
    """Three wordings: a notice, an order, and what is past its deadline or otherwise for a lawyer."""
    power = item.power
    if item.unaware and power.code == "arrest_order":
        words = _(
            "Breaking it is an offence only from when they know of it. Tell them what it says, and record that you did."
        )
        return Panel("act", _("Nothing shows that they know of this order."), words, (daa("39(2)"),))
    if power.code == "arrest_order":
        return Panel("power", _("Breaking it is a crime"), power.words, (power.provision, "PACE 1984 s.24"))
    if power.code == "arrest_notice":
        return Panel("power", _("You can arrest for a breach"), power.words, (power.provision,))
    if power.code == "ask_lawyer":
        return Panel("act", _("Ask the legal adviser first."), power.words, (power.provision,))
    return Panel("quiet", _("No power of arrest from this %(kind)s.") % {"kind": item.kind}, power.words)


def heading(answer: DoorAnswer) -> str:
    """What was found, in a few words."""
    if answer.unknown:
        return _("This check could not be completed")
    if not answer.people and answer.too_many:
        return _("Too many people match")
    if not answer.people and answer.protected:
        n = len(answer.protected)
        return ngettext("%(n)s person is protected", "%(n)s people are protected", n) % {"n": n}
    if not answer.people:
        return _("No notice or order found")
    n = len(answer.people)
    if not any(p.strength == "strong" for p in answer.people):
        people = ngettext("%(n)s possible person", "%(n)s possible people", n) % {"n": n}
        return people if n == 1 else _("%(people)s: ask for the date of birth") % {"people": people}
    people = ngettext("%(n)s person", "%(n)s people", n) % {"n": n}
    return f"{people}, {_binding(answer.people)}"


LATE = ("past_deadline", "may_be_late")


def _binding(people: tuple[DoorPerson, ...]) -> str:
    """What is in force, and apart from it what a lawyer must be asked about."""
    items = [i for p in people for i in p.items]
    binds = [i for i in items if i.binds and i.code not in LATE]
    late = sum(1 for i in items if i.code in LATE)
    parts = []
    counts = [(kind, sum(1 for i in binds if i.kind == kind)) for kind in KINDS]
    held = [f"{n} {KINDS[kind][n > 1]}" for kind, n in counts if n]
    if held:
        parts.append(_("%(things)s in force") % {"things": _(" and ").join(held)})
    if late:
        parts.append(f"{late} {KINDS['notice'][late > 1]} " + _("past the deadline"))
    if not parts:
        waiting = any(i.code == "authorised" for i in items)
        return _("a notice to serve") if waiting else _("nothing in force")
    return ", ".join(parts)


def searched_words(answer: DoorAnswer) -> str:
    """What was searched, when, and what was not."""
    parts = [PART_WORDS[p] for p in answer.searched if p in PART_WORDS]
    when = clock_time(answer.record.at)
    if parts:
        listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {_('and')} {parts[-1]}"
        words = _("Searched by %(parts)s at %(when)s, among everybody known here.") % {
            "parts": listed,
            "when": when,
        }
    else:
        words = _("Nothing could be searched at %(when)s.") % {"when": when}
    left = [PART_WORDS[p] for p in PART_WORDS if p not in answer.searched] if answer.searched else []
    if left:
        listed = left[0] if len(left) == 1 else f"{', '.join(left[:-1])} {_('and')} {left[-1]}"
        words += " " + _("Not searched: %(parts)s.") % {"parts": listed}
    return words


def unavailable_words(answer: DoorAnswer) -> str:
    return f" {_('and')} ".join(_(RING_WORDS[p]) for p in answer.unavailable if p in RING_WORDS)


def only_one(answer: DoorAnswer) -> tuple[DoorPerson, DoorItem] | None:
    """The person and the paper that the page shows in full: when there is one person and one paper that is not over."""
    if len(answer.people) != 1:
        return None
    person = answer.people[0]
    live = [item for item in person.items if not item.over] or list(person.items)
    return (person, live[0]) if len(live) == 1 else None
