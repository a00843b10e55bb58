"""Small helpers for tests of clocks: a case, a clock made by the law, and the instants of the invented week."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta

from django.db import transaction

from haven.accounts.references import new_reference
from haven.cases.deadlines import NewDeadline, start
from haven.cases.models import Assignment, Case, Deadline
from haven.jobs.practice.house import House
from haven.notices.clocks import steps_json
from haven.parties.models import Person, PersonName
from haven_law.calendar import Calendar
from haven_law.clock import hearing_deadline

_number = itertools.count(1)


def utc(text: str) -> datetime:
    """2026-11-06T18:30 in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def a_person(name: str) -> Person:
    person = Person.objects.create(born=date(1990, 5, 4))
    given, _, family = name.partition(" ")
    PersonName.objects.create(person=person, given=given, family=family, as_written=name)
    return person


def a_case(
    house: House, at: datetime, *, area: str = "Croydon", owner: str | None = None, name: str = "Rowan Sample"
) -> Case:
    """A case of the practice force. With `owner` that person holds it."""
    case = Case.objects.create(
        ref=new_reference("DC"),
        subject=a_person(name),
        protected=a_person(f"Protected {next(_number)}"),
        lead_force=house.forces["practice"],
        area=area,
        opened_at=at,
    )
    if owner:
        user = house.users[owner]
        Assignment.objects.create(case=case, role="owner", user=user, team=user.team, from_at=at)
    return case


def a_clock(
    house: House, served_at: datetime, *, case: Case | None = None, ref: str | None = None, **changes: object
) -> Deadline:
    """The clock of a hearing as service starts it."""
    case = case or a_case(house, served_at)
    law = hearing_deadline(served_at, Calendar.shipped())
    values: dict[str, object] = {
        "kind": "hearing",
        "about": ("notice", ref or new_reference("DN")),
        "starts_at": served_at,
        "act_by": law.act_by,
        "outer_limit": law.outer_limit,
        "owner_role": "unit_desk",
        "owner_team": house.teams["Civil Orders Unit"],
        "provision": "DAA 2021 s.29(2)",
        "inputs": {"given_at": served_at.isoformat(), "steps_outer": steps_json(law.steps_outer)},
        "steps": steps_json(law.steps_act_by),
        "calendar_version": law.calendar_version,
        "ambiguity": law.ambiguity or "",
    }
    with transaction.atomic():
        return start(case, NewDeadline(**(values | changes)))  # type: ignore[arg-type]


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
