"""The acts on a whole case: give, share, move, conflict, restrict, name, close."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haven.accounts.actors import POLICE_FORCES
from haven.accounts.models import Force, Team, User
from haven.cases.models import Assignment, Case
from haven.cases.operations.close_case import REASONS
from haven.web.parts.forms import DayField, HavenForm, OneOf, Picked, ReasonField, TextField
from haven_law.clock import end_of

LEAST = 5


class ActForm(HavenForm):
    """A form of one case. What can be chosen depends on it."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fill()

    def fill(self) -> None:
        """Set what can be chosen."""

    def ends_at(self) -> datetime | None:
        """The end of the day that was typed, if one was."""
        day = self.cleaned_data.get("until")
        return end_of(day) if day is not None else None


def _people(force_id: int) -> list[tuple[str, str]]:
    rows = User.objects.filter(force_id=force_id, is_active=True).select_related("team").order_by("name")
    return [(str(u.pk), f"{u.name} {u.collar_no}".strip() + (f", {u.team.name}" if u.team else "")) for u in rows]


class AssignForm(ActForm):
    role = OneOf(list(Assignment.ROLES.items()), label=_("As what?"))
    holder = Picked((), label=_("Who holds it?"), called="who holds it")

    def fill(self) -> None:
        teams = Team.objects.filter(force_id=self.case.lead_force_id).order_by("name")
        options = [(f"team-{t.pk}", f"{t.name} (the whole team)") for t in teams]
        people = User.objects.filter(force_id=self.case.lead_force_id, is_active=True, team__isnull=False)
        options += [(f"user-{u.pk}", f"{u.name} {u.collar_no}".strip()) for u in people.order_by("name")]
        self.fields["holder"].set_options(options)  # type: ignore[attr-defined]

    def chosen(self) -> tuple[int, int | None]:
        """The team and, where one was chosen, the person of it."""
        kind, number = self.cleaned_data["holder"].split("-")
        if kind == "team":
            return int(number), None
        user = User.objects.get(pk=int(number))
        return user.team_id or 0, user.pk


def _forces(but: int) -> list[tuple[str, str]]:
    rows = Force.objects.filter(kind__in=POLICE_FORCES).exclude(pk=but).order_by("name")
    return [(f.code, f.name) for f in rows]


def shared_with(case: Case, at: datetime) -> list[Force]:
    """The forces with which the case is shared now."""
    now = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    rows = case.party_forces.filter(now).select_related("force").order_by("force__name")
    return list({row.force_id: row.force for row in rows}.values())


class ShareForm(ActForm):
    force = Picked((), label=_("With which force?"), called="the force")
    access = OneOf((("read", _("Read it")), ("work", _("Work on it"))), label=_("What may they do?"))
    until = DayField(label=_("Until the end of (optional)"), called="the last day", required=False, future=True)
    why = ReasonField(label=_("Why is it shared?"), called="why it is shared", least=LEAST)

    def fill(self) -> None:
        self.fields["force"].set_options(_forces(self.case.lead_force_id))  # type: ignore[attr-defined]


class EndSharingForm(ActForm):
    force = Picked((), label=_("Which force may no longer see it?"), called="the force")
    why = ReasonField(label=_("Why does the sharing end?"), called="why it ends", least=LEAST)

    def fill(self) -> None:
        shared = shared_with(self.case, self.now) if self.now is not None else []
        self.fields["force"].set_options([(f.code, f.name) for f in shared])  # type: ignore[attr-defined]


class TransferForm(ActForm):
    force = Picked((), label=_("To which force?"), called="the force")
    area = TextField(
        label=_("Borough or district where the subject lives now (optional)"), required=False, max_length=60
    )
    why = ReasonField(label=_("Why does it move?"), called="why it moves", least=LEAST)

    def fill(self) -> None:
        self.fields["force"].set_options(_forces(self.case.lead_force_id))  # type: ignore[attr-defined]


class ConflictForm(ActForm):
    whom = OneOf(
        (
            ("case", _("This case alone")),
            ("subject", _("The subject, in every case of theirs")),
            ("protected", _("The protected person, in every case of theirs")),
        ),
        label=_("What is the conflict with?"),
    )
    user = Picked((), label=_("Whose conflict is it?"), called="whose conflict it is")
    nature = TextField(label=_("What is the conflict?"), help_text=_("In a few words"), max_length=200)

    def fill(self) -> None:
        self.fields["user"].set_options(_people(self.case.lead_force_id))  # type: ignore[attr-defined]


class OwnConflictForm(ConflictForm):
    """For those who may declare their own alone."""

    def fill(self) -> None:
        del self.fields["user"]


class RestrictForm(ActForm):
    because = ReasonField(label=_("Why is it restricted?"), called="why it is restricted", least=LEAST)
    desk = TextField(
        label=_("Which desk must an officer at a door ring?"), help_text=_("Its name and number"), called="the desk"
    )


class NameForm(ActForm):
    user = Picked((), label=_("Who may see the case?"), called="who may see it")
    until = DayField(label=_("Until the end of (optional)"), called="the last day", required=False, future=True)

    def fill(self) -> None:
        self.fields["user"].set_options(_people(self.case.lead_force_id))  # type: ignore[attr-defined]


class CloseForm(ActForm):
    because = OneOf(list(REASONS.items()), label=_("Why is it closed?"))


class LiftForm(HavenForm):
    """The first of two people says why."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    reasons = ReasonField(label=_("Why should it be lifted?"), called="why it should be lifted", max_length=300)


class ConfirmForm(HavenForm):
    """The second of two people only presses."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
