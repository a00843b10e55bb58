"""The questions about the two people: who they are, where they live, what they need."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from haven.cases.models import Detention
from haven.cases.operations.open_case import LEAST_REASON, MOST_REASON
from haven.cases.operations.record_bail import COVERS, POWERS
from haven.lawdata.queries import area_rows
from haven.parties.models import Commitment, Person, PersonName
from haven.web.parts.fields import (
    AccountField,
    OneOf,
    Option,
    PersonNameField,
    Picked,
    PostcodeField,
    ReasonField,
    SeveralOf,
    TextField,
    WholeNumberField,
    YesNo,
)
from haven.web.parts.moments import DayField, LocalMomentField
from haven.web.parts.wording import upper_first
from haven.web.police.propose.steps import StepForm
from haven_law.definitions import CONNECTIONS

OTHER_AREA = "other"


def _birth_options() -> tuple[Option, ...]:
    return (
        Option("day", "I know the date of birth"),
        Option("year", "I know only the year"),
        Option("apparent", "I do not know", divider="or"),
    )


class PersonForm(StepForm):
    """A name and a date of birth, or how old the person looks."""

    given = PersonNameField(label="First names", called="the first names")
    family = PersonNameField(label="Last name", required=False, help_text="Leave empty if there is only one name")
    birth = OneOf(_birth_options(), label="Date of birth", called="what you know of the date of birth")
    born = DayField(label="Date of birth", help_text="For example, 27 3 1988", past=True)
    year = WholeNumberField(label="Year of birth", least=1900, most=2100)
    looks = WholeNumberField(label="How old do they look?", called="how old they look", least=0, most=120)
    unsaid: ClassVar = ("birth",)
    opens: ClassVar = {"birth": {"day": ("born",), "year": ("year",), "apparent": ("looks",)}}
    units: ClassVar = {"looks": "years"}

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        assert self.now is not None
        if year > self.now.year:
            self.add_error("year", "Year of birth must be this year or earlier")
        return year


class SameForm(StepForm):
    """Somebody of this name and date of birth is already recorded. The answers are set by the page."""

    same = OneOf((), label="Is this the same person?", called="whether it is the same person")
    heading: ClassVar = "same"


class NameForm(StepForm):
    """Another name, with its days."""

    kind = OneOf(
        [(code, words) for code, words in PersonName.KINDS.items() if code != "legal"],
        label="What kind of name?",
        called="the kind of name",
    )
    given = PersonNameField(label="First names", called="the first names")
    family = PersonNameField(label="Last name", required=False)
    from_day = DayField(label="Used from, if known", called="the day it was used from", required=False, past=True)
    until_day = DayField(label="Used until, if known", called="the day it was used until", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("from_day"), data.get("until_day")
        if start and end and end < start:
            self.add_error("until_day", "Used until must be on or after the day it was used from")
        return data


class ProtectedNameForm(NameForm):
    known = YesNo(label="Does the subject know this name?", called="whether the subject knows this name")


class AboutForm(StepForm):
    """Sex as recorded, gender as the person says it."""

    sex = OneOf(list(Person.SEXES.items()), label="Sex as recorded", called="the sex as recorded")
    gender_said = TextField(
        label="Gender, in the person's own words",
        required=False,
        max_length=80,
        help_text="Only if they say it differently. Leave empty if they have not",
    )


def area_options() -> list[Option]:
    """The places where the Act is or was in force, and one answer for all others."""
    names = sorted({row.area_name for row in area_rows()})
    return [*(Option(name, name) for name in names), Option(OTHER_AREA, "Somewhere else")]


class SubjectHomeForm(StepForm):
    """Where the subject lives. The borough decides whether the Act is in force."""

    fixed = YesNo(
        label="Does the subject have a fixed address?",
        called="whether the subject has a fixed address",
        no="No fixed address",
    )
    lines = AccountField(label="Address", help_text="House, street and town", max_length=400)
    postcode = PostcodeField(label="Postcode", required=False)
    found = TextField(label="Where are they regularly found?", called="where they are regularly found", required=False)
    borough = Picked((), label="Borough or district where they live", called="the borough or district")
    other_borough = TextField(label="Which borough or district?", called="the borough or district", max_length=60)
    other_decides = YesNo(
        label="Must another area than where they live decide?",
        called="whether another area must decide",
        help_text="Rare. A legal adviser decides on your reason before the notice can be authorised",
        required=False,
    )
    deciding = Picked((), label="Which area is to decide?", called="the area that is to decide")
    deciding_why = ReasonField(
        label="Why that area, and not where they live?",
        called="why that area",
        least=LEAST_REASON,
        max_length=MOST_REASON,
    )
    opens: ClassVar = {
        "fixed": {"yes": ("lines", "postcode"), "no": ("found",)},
        "borough": {OTHER_AREA: ("other_borough", "other_decides")},
        "other_decides": {"yes": ("deciding", "deciding_why")},
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(OneOf, self.fields["borough"]).set_options(area_options())
        cast(OneOf, self.fields["deciding"]).set_options(area_options()[:-1])

    @property
    def area_reason(self) -> str:
        """Why another area decides than where they live (A11); empty where none does."""
        return str(self.cleaned_data.get("deciding_why") or "") if self.cleaned_data.get("other_decides") else ""

    @property
    def area(self) -> str:
        """The area that decides whether the Act is in force: where they live, unless another was taken with a reason."""
        return str(self.cleaned_data["deciding"]) if self.area_reason else self.lives_in

    @property
    def lives_in(self) -> str:
        chosen = self.cleaned_data["borough"]
        return str(self.cleaned_data["other_borough"] if chosen == OTHER_AREA else chosen)


class HeldForm(StepForm):
    """Is the subject held, where, and until when?"""

    held = YesNo(label="Is the subject held anywhere now?", called="whether the subject is held")
    kind = OneOf(list(Detention.KINDS.items()), label="Where are they held?", called="where they are held")
    place = TextField(label="Which one?", called="the name of the place")
    since = LocalMomentField(label="Since when?", called="the time they were taken there", required=False, past=True)
    release = LocalMomentField(
        label="When are they expected to be released?", called="the expected release", required=False
    )
    opens: ClassVar = {"held": {"yes": ("kind", "place", "since", "release")}}
    heading: ClassVar = "held"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, release = data.get("since"), data.get("release")
        if since and release and release <= since:
            self.add_error("release", "Expected release must be after the time they were taken there")
        return data


class BailForm(StepForm):
    """One condition of bail."""

    power = OneOf(list(POWERS.items()), label="What kind of bail?", called="the kind of bail")
    words = TextField(label="What does the condition say?", called="what the condition says", max_length=400)
    covers = SeveralOf(list(COVERS.items()), label="What does it do?", called="what the condition does")
    ends = LocalMomentField(label="When does it end, if known?", called="the end of the condition", required=False)


class CommitmentForm(StepForm):
    """Work, study, belief or care that an order should not clash with (s.36(1))."""

    kind = OneOf(list(Commitment.KINDS.items()), label="What is it?", called="what it is")
    words = TextField(label="Where, or which?", called="where or which", max_length=400)
    hours = TextField(
        label="Days and hours", required=False, help_text="For example, Monday to Friday, 7am to 3pm", max_length=200
    )


class NeedsForm(StepForm):
    """Languages and help. An interpreter is never family or community."""

    language = TextField(label="Language they speak best", help_text="Leave empty for English", required=False)
    interpreter = YesNo(
        label="Do they need an interpreter?",
        called="whether they need an interpreter",
        help_text="Use a professional interpreter. Never use family, friends or anybody from the community",
    )
    dialect = TextField(label="Language and dialect for the interpreter", required=False)
    others = SeveralOf(
        [
            ("bsl", "British Sign Language"),
            ("appropriate_adult", "Appropriate adult"),
            ("intermediary", "Intermediary"),
            ("welsh_spoken", "Spoken Welsh"),
            ("welsh_written", "Written Welsh"),
            ("easy_read", "Easy Read"),
        ],
        label="What else do they need?",
        called="what else they need",
        required=False,
    )
    opens: ClassVar = {"interpreter": {"yes": ("dialect",)}}


class ProtectedHomeForm(StepForm):
    """Whether the two share a home, and whether the subject may know where the protected person lives."""

    shared = YesNo(
        label="Does the subject live in the same premises?",
        called="whether the subject lives in the same premises",
    )
    safe = OneOf(
        (
            Option("yes", "Yes, the subject knows"),
            Option("no", "No, the subject must not know", hint="What you enter is sealed. Nobody sees it again here"),
            Option("later", "Do not record an address now", divider="or"),
        ),
        label="Is it safe for the subject to know where they live?",
        called="whether it is safe for the subject to know where they live",
    )
    lines = AccountField(label="Address", max_length=400)
    postcode = PostcodeField(label="Postcode", required=False)
    sealed_kind = OneOf(
        (("home", "Home"), ("refuge", "Refuge"), ("other_place", "With somebody else")),
        label="What kind of place is it?",
        called="the kind of place",
    )
    sealed_lines = AccountField(label="Address to seal", called="the address", max_length=400)
    sealed_postcode = PostcodeField(label="Postcode to seal", called="the postcode", required=False)
    opens: ClassVar = {
        "shared": {"no": ("safe",)},
        "safe": {"yes": ("lines", "postcode"), "no": ("sealed_kind", "sealed_lines", "sealed_postcode")},
    }
    sealed: ClassVar = ("sealed_lines", "sealed_postcode")


class SharedForm(StepForm):
    """Whether the two share a home now: it may have changed since the case was opened."""

    shared = YesNo(
        label="Does the subject live in the same premises as the protected person now?",
        called="whether the subject lives in the same premises",
    )
    heading: ClassVar = "shared"


class ConnectionMoreForm(StepForm):
    """Another thing that the subject is to the protected person."""

    code = Picked(
        [(code, upper_first(row.words)) for code, row in CONNECTIONS.items() if row.lawful],
        label="What are they to each other?",
        called="what they are to each other",
    )
    since = TextField(label="Since when?", called="since when", required=False, max_length=60)
    until = TextField(label="Until when, if it ended?", called="until when", required=False, max_length=60)


class SealedPlaceForm(StepForm):
    """Another place where the subject must not find the protected person."""

    kind = OneOf(
        (("work", "Work"), ("refuge", "Refuge"), ("school", "College or school"), ("other_place", "Another place")),
        label="What kind of place is it?",
        called="the kind of place",
    )
    lines = AccountField(label="Address or name", called="the address or name", max_length=400)
    postcode = PostcodeField(label="Postcode", required=False)
    sealed: ClassVar = ("lines", "postcode")


class IndependenceForm(StepForm):
    """A user who is related or acquainted does not act in the case."""

    knows = YesNo(
        label="Do you know either of them outside your work?",
        called="whether you know either of them outside your work",
        help_text="A relative, a friend, a neighbour, a former partner, somebody you worked with",
    )
    heading: ClassVar = "knows"
