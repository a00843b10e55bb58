"""What is asked of an administrator, and of whoever chooses a password."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haven.accounts.models import Force, RankHeld, Team, User
from haven.courts.models import Court
from haven.lawdata.queries import area_rows
from haven.staffing.operations.open_user import MOST_EMAIL, Details, email_is_free, number_is_free
from haven.staffing.rules import MOST_REASON
from haven.web.parts.forms import (
    AccountField,
    DayField,
    HavenForm,
    OneOf,
    Option,
    PersonNameField,
    Picked,
    ReasonField,
    SeveralOf,
    TextField,
)
from haven_law.definitions import RANKS
from haven_law.findings import Finding


class PressForm(HavenForm):
    """A form that changes something: sending it twice has one effect."""

    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput)

    def refuse_beside(self, findings: Iterable[Finding], beside: Mapping[str, str]) -> None:
        """Each reason beside the field whose words it holds, the rest at the top."""
        for finding in findings:
            field = next((f for words, f in beside.items() if words in finding.because and f in self.fields), None)
            self.refuse([finding], field)


def reason(label: Any, **more: Any) -> ReasonField:
    return ReasonField(label=label, called=gettext_lazy("why"), max_length=MOST_REASON, **more)


class ReasonForm(PressForm):
    """Why, and nothing else."""

    reason = reason(gettext_lazy("Why?"))


class EndRankForm(PressForm):
    last_day = DayField(
        label=gettext_lazy("What is the last day?"),
        called=gettext_lazy("the last day"),
        help_text=gettext_lazy("It still counts on this day. With yesterday it does not count any more from now on."),
    )
    reason = reason(gettext_lazy("Why?"))


class PersonForm(PressForm):
    """How somebody is named and where they belong."""

    name = PersonNameField(label=gettext_lazy("Name"), called=gettext_lazy("the name"), max_length=120)
    email = TextField(
        label=gettext_lazy("Work email"),
        called=gettext_lazy("the work email"),
        help_text=gettext_lazy("They sign in with it. Nothing is ever sent to it."),
        max_length=MOST_EMAIL,
    )
    number = TextField(
        label=gettext_lazy("Collar or staff number"), called=gettext_lazy("the number"), max_length=20, required=False
    )
    team = Picked((), label=gettext_lazy("Team"), called=gettext_lazy("the team"))

    def __init__(self, *args: Any, teams: Iterable[Team], person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams, self.person = {str(team.pk): team for team in teams}, person
        options = [(key, f"{team.name}, {team.force.name}") for key, team in self.teams.items()]
        self.fields["team"].set_options(options)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        try:
            validate_email(typed)
        except ValidationError:
            raise ValidationError(_("Enter an email address, like name@force.example")) from None
        free = email_is_free(typed, but=self.person)
        if not free.lawful:
            raise ValidationError(free.findings[0].because)
        return typed

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("number") and values.get("team"):
            free = number_is_free(self.details(values), but=self.person)
            if not free.lawful:
                self.add_error("number", free.findings[0].because)
        return values

    def details(self, values: dict[str, Any] | None = None) -> Details:
        data = values or self.cleaned_data
        return Details(data.get("name", ""), data.get("email", ""), data.get("number", ""), self.teams[data["team"]])


class RoleForm(PressForm):
    role = OneOf((), label=gettext_lazy("Which role?"), called=gettext_lazy("the role"))
    from_day = DayField(
        label=gettext_lazy("From"),
        called=gettext_lazy("the first day"),
        help_text=gettext_lazy("Leave empty: as soon as a second administrator agrees"),
        required=False,
        future=True,
    )
    last_day = DayField(
        label=gettext_lazy("Last day"),
        called=gettext_lazy("the last day"),
        help_text=gettext_lazy("Leave empty: until it is ended"),
        required=False,
        future=True,
    )
    reason = reason(gettext_lazy("Why do they need it?"))


class RankForm(PressForm):
    rank = Picked(
        [(code, words[0].upper() + words[1:]) for code, words in RANKS.items()],
        label=gettext_lazy("Which rank?"),
        called=gettext_lazy("the rank"),
    )
    held = OneOf(
        [
            Option("substantive", RankHeld.HOW["substantive"], gettext_lazy("Ends the one before it")),  # type: ignore[arg-type]
            Option("acting", RankHeld.HOW["acting"]),
            Option("temporary", RankHeld.HOW["temporary"]),
        ],
        label=gettext_lazy("How is it held?"),
        called=gettext_lazy("how it is held"),
    )
    conferrer = TextField(
        label=gettext_lazy("Number of the officer who conferred it"),
        called=gettext_lazy("the officer who conferred it"),
        help_text=gettext_lazy("For an acting or temporary rank: somebody of the force with at least that rank"),
        max_length=20,
        required=False,
    )
    from_day = DayField(label=gettext_lazy("First day"), called=gettext_lazy("the first day"))
    last_day = DayField(
        label=gettext_lazy("Last day"),
        called=gettext_lazy("the last day"),
        help_text=gettext_lazy("Needed for an acting or temporary rank. It still counts on this day."),
        required=False,
        future=True,
    )
    reason = reason(gettext_lazy("Why?"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_conferrer(self) -> User | None:
        typed: str = self.cleaned_data["conferrer"]
        if not typed:
            return None
        rows = User.objects.filter(force_id=self.person.force_id, collar_no=typed, is_active=True)
        found = list(rows.select_related("force")[:2])
        if len(found) != 1:
            raise ValidationError(_("Nobody of this force has this number"))
        return found[0]


BESIDE_RANK = {
    "which officer": "conferrer",
    "conferred by": "conferrer",
    "last day": "last_day",
    "begins on that day": "from_day",
    "of these days": "from_day",
    "this rank": "rank",
    "a rank": "rank",
}
BESIDE_ROLE = {"last day": "last_day", "of these days": "from_day", "role": "role"}


class DecideForm(PressForm):
    """The second look at what gives somebody power."""

    decision = OneOf(
        (("agree", gettext_lazy("I agree")), ("decline", gettext_lazy("I do not agree"))),
        label=gettext_lazy("Your decision"),
        called=gettext_lazy("your decision"),
    )
    note = TextField(
        label=gettext_lazy("Why not"),
        called=gettext_lazy("why not"),
        help_text=gettext_lazy("Needed where you do not agree"),
        max_length=MOST_REASON,
        required=False,
    )


class TeamForm(PressForm):
    force = Picked((), label=gettext_lazy("Force or court"), called=gettext_lazy("the force or court"))
    name = TextField(
        label=gettext_lazy("Name of the team"), called=gettext_lazy("the name of the team"), max_length=120
    )
    kind = Picked(
        list(Team.KINDS.items()),
        label=gettext_lazy("What does it do?"),
        called=gettext_lazy("what it does"),
        help_text=gettext_lazy("Work goes to a team by this: requests to inspectors, orders to the orders unit"),
    )
    area = Picked((), label=gettext_lazy("Area, if it is for one"), called=gettext_lazy("the area"), required=False)

    def __init__(self, *args: Any, forces: Iterable[Force], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forces = {str(force.pk): force for force in forces}
        self.fields["force"].set_options([(key, force.name) for key, force in self.forces.items()])  # type: ignore[attr-defined]
        self.fields["area"].set_options([(name, name) for name in known_areas()])  # type: ignore[attr-defined]


def known_areas() -> list[str]:
    """The areas of the table, and those that a force or a court was given."""
    given = [*Force.objects.values_list("police_areas", flat=True), *Court.objects.values_list("areas", flat=True)]
    return sorted({row.area_name for row in area_rows()} | {name for names in given for name in names})


def several_areas(label: Any, **more: Any) -> SeveralOf:
    return SeveralOf((), label=label, called=gettext_lazy("the areas"), **more)


class _WithAreas(PressForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].set_options([(name, name) for name in known_areas()])  # type: ignore[attr-defined]


class ForceForm(_WithAreas):
    name = TextField(
        label=gettext_lazy("Name of the force"), called=gettext_lazy("the name of the force"), max_length=120
    )
    kind = OneOf(
        [(code, Force.KINDS[code]) for code in ("local", "btp", "mdp")],
        label=gettext_lazy("What kind of force is it?"),
        called=gettext_lazy("the kind of force"),
    )
    areas = several_areas(gettext_lazy("Areas where it polices"), required=False)


class CourtForm(_WithAreas):
    name = TextField(
        label=gettext_lazy("Name of the court"),
        called=gettext_lazy("the name of the court"),
        help_text=gettext_lazy("For example, Larkspur Magistrates’ Court. It stands on papers."),
        max_length=120,
    )
    areas = several_areas(gettext_lazy("Areas for which it sits"))
    justice_area = TextField(
        label=gettext_lazy("Local justice area"),
        called=gettext_lazy("the local justice area"),
        help_text=gettext_lazy("Tags are available by it"),
        max_length=120,
        required=False,
    )
    address = AccountField(
        label=gettext_lazy("Address"), called=gettext_lazy("the address"), max_length=400, required=False
    )
    body = Picked(
        (),
        label=gettext_lazy("Whose people sign in for it?"),
        called=gettext_lazy("whose people sign in for it"),
        help_text=gettext_lazy("Leave empty: an office of its own is made"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in Force.objects.filter(kind="court").order_by("name")}
        self.fields["body"].set_options([(key, body.name) for key, body in self.bodies.items()])  # type: ignore[attr-defined]


class AreasForm(_WithAreas):
    areas = several_areas(gettext_lazy("Areas"))
    reason = reason(gettext_lazy("Why do they change?"))


BESIDE_PLACE = {"name": "name", "kind": "kind", "of the kind": "kind", "areas": "areas", "area": "areas"}


class PasswordField(TextField):
    """A password is taken as typed: no space is trimmed, and it is never shown again."""

    widget = django_forms.PasswordInput(render_value=False)

    def to_python(self, value: Any) -> str:
        return "" if value is None else str(value)


class _NewPassword(HavenForm):
    """A password typed twice."""

    new = PasswordField(
        label=gettext_lazy("New password"),
        called=gettext_lazy("the new password"),
        help_text=gettext_lazy("12 characters or more. Three or four words that do not belong together are good."),
        max_length=200,
    )
    again = PasswordField(
        label=gettext_lazy("The new password again"), called=gettext_lazy("the new password again"), max_length=200
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("new") and values.get("again") and values["new"] != values["again"]:
            self.add_error("again", _("The two passwords are not the same"))
        return values


class FirstPasswordForm(_NewPassword):
    code = TextField(
        label=gettext_lazy("Code"),
        called=gettext_lazy("the code"),
        help_text=gettext_lazy("From your administrator: five groups of four letters or digits"),
        max_length=60,
    )
    field_order = ("code", "new", "again")


class ChangePasswordForm(_NewPassword):
    current = PasswordField(
        label=gettext_lazy("The password you have now"),
        called=gettext_lazy("the password you have now"),
        max_length=200,
    )
    field_order = ("current", "new", "again")
