"""What work belongs to: teams, forces and magistrates' courts, and the areas that they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from haven.accounts.models import Force, Team, User
from haven.cases.permissions import may
from haven.courts.models import Court
from haven.staffing.rules import HIDDEN, RULE, kept_forces, require_reason, write_act
from haven_law.findings import Decision, allow, refuse

KINDS_OF_FORCE = ("local", "btp", "mdp")
MOST_NAME = 120


@dataclass(frozen=True)
class AddForce:
    """A force as s.22(8) lists them, with the areas where it polices."""

    name: str
    kind: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class AddTeam:
    """A team of a force or of a court."""

    force: Force
    name: str
    kind: str
    area: str = ""


@dataclass(frozen=True)
class AddCourt:
    """A magistrates' court and the areas for which it sits (s.28(6)). `body` is the court's office whose people sign in; None:
    a new one of the same name."""

    name: str
    local_justice_area: str
    areas: tuple[str, ...]
    address: str = ""
    body: Force | None = None


@transaction.atomic
def add_force(command: AddForce, *, by: User, at: datetime) -> Force:
    """A police force whose people may be let in. Where and from when Part 3 is in force is not said here: that is the table
    of areas, which two people change. Refused: to any but an administrator; without a name; a name that is taken."""
    may(by, "keep_places", None, at).require()
    force = new_force(command)
    write_act("force", f"{force.name} added: {_places(command.areas)}", user=None, by=by, at=at)
    return force


def new_force(command: AddForce) -> Force:
    """The row of a force. Refused: without a name; a name that is taken; another kind than those of s.22(8)."""
    name = " ".join(command.name.split())
    name_of_force_is_free(name).require()
    if command.kind not in KINDS_OF_FORCE:
        refuse(RULE, "Choose what kind of force it is").require()
    return _force(name, command.kind, command.areas)


@transaction.atomic
def add_team(command: AddTeam, *, by: User, at: datetime) -> Team:
    """A team. Work of its kind goes to it, and its people may hold the duty of that kind.

    Refused: to any but an administrator; for a force that is not theirs to keep; without a name; a name the force has."""
    may(by, "keep_places", None, at).require()
    if not kept_forces(by, at).filter(pk=command.force.pk).exists():
        refuse(HIDDEN, "There is no such force").require()
    Force.objects.select_for_update().get(pk=command.force.pk)
    name = " ".join(command.name.split())
    name_of_team_is_free(command.force, name).require()
    court = command.force.kind == "court"
    if command.kind not in Team.KINDS or (command.kind == "court") != court:
        refuse(RULE, "A court has teams of the kind Court, and only a court has").require()
    team = Team.objects.create(force=command.force, name=name, kind=command.kind, area=command.area)
    write_act("team", f"{name} of {command.force.name} added: {Team.KINDS[command.kind]}", user=None, by=by, at=at)
    return team


@transaction.atomic
def add_court(command: AddCourt, *, by: User, at: datetime) -> Court:
    """A magistrates' court, so that applications can be made to it and its sittings kept. With it the office whose people
    sign in, unless it has one. Refused: to any but an administrator; without name or areas; a name that is taken."""
    may(by, "keep_places", None, at).require()
    name = " ".join(command.name.split())
    name_of_court_is_free(name).require()
    if not command.areas:
        refuse(RULE, "Choose the areas for which the court sits").require()
    if command.body is not None and command.body.kind != "court":
        refuse(RULE, "The people of a court belong to a court's office").require()
    body = command.body or _office(name)
    court = Court.objects.create(
        name=name,
        kind="magistrates_court",
        local_justice_area=" ".join(command.local_justice_area.split()),
        areas=sorted(set(command.areas)),
        address=command.address.strip(),
        force=body,
    )
    write_act("court", f"{name} added: {_places(command.areas)}", user=None, by=by, at=at)
    return court


@transaction.atomic
def change_areas(place: Force | Court, areas: tuple[str, ...], reason: str, *, by: User, at: datetime) -> Force | Court:
    """Other areas for a force or a court, with what stood before in the history. Cases keep the area they have.

    Refused: to any but an administrator; for a force that is not theirs to keep; no area; nothing changed; no reason."""
    may(by, "keep_places", None, at).require()
    if isinstance(place, Force) and not kept_forces(by, at).filter(pk=place.pk).exists():
        refuse(HIDDEN, "There is no such force").require()
    held = type(place).objects.select_for_update(of=("self",)).get(pk=place.pk)  # type: ignore[attr-defined]
    field = "police_areas" if isinstance(held, Force) else "areas"
    before = getattr(held, field)
    if not areas:
        refuse(RULE, "Choose at least one area").require()
    if sorted(before) == sorted(areas):
        refuse(RULE, "Nothing is changed").require()
    why = require_reason(reason)
    setattr(held, field, sorted(set(areas)))
    held.save(update_fields=[field])
    words = f"{held.name}: {_places(areas)}; before: {_places(before)}"
    write_act("areas", words, user=None, by=by, at=at, reason=why)
    return held  # type: ignore[no-any-return]


def name_of_force_is_free(name: str) -> Decision:
    return _free(name, Force.objects.filter(name__iexact=name).exists(), "force or court")


def name_of_team_is_free(force: Force, name: str) -> Decision:
    return _free(name, Team.objects.filter(force=force, name__iexact=name).exists(), "team of this force")


def name_of_court_is_free(name: str) -> Decision:
    return _free(name, Court.objects.filter(name__iexact=name).exists(), "court")


def _free(name: str, taken: bool, what: str) -> Decision:
    if not 0 < len(name) <= MOST_NAME:
        return refuse(RULE, f"Enter the name, up to {MOST_NAME} characters")
    return refuse(RULE, f"There is a {what} with this name already") if taken else allow(RULE, "The name is free")


def _office(name: str) -> Force:
    """The office of a court, with one team, whose people sign in."""
    found = Force.objects.filter(kind="court", name__iexact=name).first()
    if found is not None:
        return found
    force = _force(name, "court", ())
    Team.objects.create(force=force, name=name, kind="court")
    return force


def _force(name: str, kind: str, areas: tuple[str, ...]) -> Force:
    """With a short code made from the name, which nobody has."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:16] or "force"
    codes = (stem if n == 1 else f"{stem}-{n}" for n in range(1, 1000))
    code = next(code for code in codes if not Force.objects.filter(code=code).exists())
    try:
        with transaction.atomic():
            return Force.objects.create(code=code, name=name, kind=kind, police_areas=sorted(set(areas)))
    except IntegrityError:
        refuse(RULE, "Somebody added a force at the same moment. Send it again").require()
        raise


def _places(areas: tuple[str, ...] | list[str]) -> str:
    return ", ".join(sorted(set(areas))) or "no areas"
