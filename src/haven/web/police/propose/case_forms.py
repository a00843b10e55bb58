"""The questions about what happened, the risk, the children, and what was considered (ss.1, 2, 22 and 24)."""

from __future__ import annotations

from typing import Any, ClassVar

from haven.cases.models import FirearmsAnswer, RiskAssessment
from haven.cases.operations.record_risk import TOOLS
from haven.web.parts.fields import (
    AccountField,
    OneOf,
    Option,
    PersonNameField,
    SeveralOf,
    TextField,
    WholeNumberField,
    YesNo,
)
from haven.web.parts.moments import LocalMomentField
from haven.web.police.propose.steps import StepForm
from haven_law.definitions import BEHAVIOUR_PROVISIONS, BEHAVIOURS, CONNECTIONS

COUPLE = (
    "spouse",
    "former_spouse",
    "civil_partner",
    "former_civil_partner",
    "engaged",
    "formerly_engaged",
    "civil_partnership_agreed",
    "intimate_partner",
    "former_intimate_partner",
)
PARENTS = ("co_parent",)
RELATIVES = tuple(c for c, row in CONNECTIONS.items() if row.lawful and c not in (*COUPLE, *PARENTS))
OUTSIDE = tuple(c for c, row in CONNECTIONS.items() if not row.lawful)


def _options(codes: tuple[str, ...]) -> list[Option]:
    return [Option(code, CONNECTIONS[code].words[:1].upper() + CONNECTIONS[code].words[1:]) for code in codes]


class ConnectionForm(StepForm):
    """What the subject is to the protected person. Several may be true."""

    couple = SeveralOf(_options(COUPLE), label="A couple, now or before", required=False)
    parents = SeveralOf(_options(PARENTS), label="Parents", required=False)
    relatives = SeveralOf(_options(RELATIVES), label="Relatives", required=False)
    outside = SeveralOf(_options(OUTSIDE), label="None of these", required=False)
    since = TextField(label="Since when?", called="since when", required=False, max_length=60)
    until = TextField(label="Until when, if it ended?", called="until when", required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.codes and not self.errors:
            self.add_error("couple", "Choose what the subject is to the protected person")
        return data

    @property
    def codes(self) -> list[str]:
        """All the codes chosen, those within s.2 first."""
        names = ("couple", "parents", "relatives", "outside")
        return [code for name in names for code in self.cleaned_data.get(name) or []]


class BehaviourForm(StepForm):
    """What the subject has done (condition A)."""

    behaviours = SeveralOf(
        [Option(code, words, provision=BEHAVIOUR_PROVISIONS[code]) for code, words in BEHAVIOURS.items()],
        label="What kind of abuse?",
        called="the kind of abuse",
    )
    account = AccountField(
        label="What happened, when, and who saw it?",
        called="what happened",
        help_text="Only the inspector reads this. It is not printed",
    )


class AgeForm(StepForm):
    age = WholeNumberField(
        label="Age when it last happened",
        called="how old the protected person was",
        least=0,
        most=120,
    )
    units: ClassVar = {"age": "years"}


class NumbersForm(StepForm):
    """Numbers of the force's own systems."""

    incident = TextField(label="Incident number", required=False, max_length=60)
    crime = TextField(label="Crime number", required=False, max_length=60)
    custody = TextField(label="Custody number", required=False, max_length=60)


class RiskForm(StepForm):
    """The assessment that was made."""

    done = YesNo(label="Has the risk been assessed?", called="whether the risk has been assessed", no="Not yet")
    tool = OneOf(list(TOOLS.items()), label="Which tool?", called="the tool")
    tool_name = TextField(label="Which other tool?", called="the name of the tool", max_length=30)
    grade = OneOf(list(RiskAssessment.GRADES.items()), label="Grade", called="the grade")
    judgement = AccountField(label="Your judgement", required=False, max_length=2000)
    assessed = LocalMomentField(label="When was it assessed?", called="when it was assessed", past=True, required=False)
    number = TextField(label="Your force's record number", required=False, max_length=60)
    opens: ClassVar = {
        "done": {"yes": ("tool", "grade", "judgement", "assessed", "number")},
        "tool": {"other": ("tool_name",)},
    }


class FirearmsForm(StepForm):
    answer = OneOf(
        list(FirearmsAnswer.ANSWERS.items()),
        label="Does the subject have access to firearms?",
        called="whether the subject has access to firearms",
    )
    detail = TextField(
        label="What, where, and which certificate?", called="what and where", required=False, max_length=300
    )
    opens: ClassVar = {"answer": {"yes": ("detail",)}}
    heading: ClassVar = "answer"


class NecessityForm(StepForm):
    necessity = AccountField(
        label="Your reasons",
        called="why a notice is needed now",
        help_text="Think of children, weapons, earlier abuse, bail and when the subject may be released. "
        "Only the inspector reads this. It is not printed",
    )


class OpinionForm(StepForm):
    """The opinion of the protected person. A notice may be given without agreement (s.24(4))."""

    view = OneOf(
        (
            Option("supports", "Supports it"),
            Option("opposes", "Does not agree", hint="You can still ask for a notice", provision="DAA 2021 s.24(4)"),
            Option("no_view", "Has no view"),
            Option("could_not", "I could not ask", divider="or"),
        ),
        label="What does the protected person think?",
        called="what the protected person thinks",
    )
    words = AccountField(label="What they said", called="what they said", required=False, max_length=2000)
    steps = AccountField(label="What did you do to find out?", called="what you did to find out", max_length=2000)
    opens: ClassVar = {"view": {"could_not": ("steps",)}}
    heading: ClassVar = "view"


class ChildForm(StepForm):
    """A child by initials. A school is sealed."""

    initials = PersonNameField(label="Initials", called="the initials", max_length=10)
    year = WholeNumberField(label="Year of birth", least=1900, most=2100)
    related = OneOf(
        (("subject", "The subject"), ("protected", "The protected person"), ("both", "Both")),
        label="Whose child?",
        called="whose child it is",
    )
    lives_with = TextField(
        label="Who does the child live with?", called="who the child lives with", required=False, max_length=80
    )
    saw_it = OneOf(
        (("yes", "Yes"), ("no", "No"), ("not_known", "I do not know")),
        label="Did the child see or hear it?",
        called="whether the child saw or heard it",
    )
    school = TextField(
        label="School",
        required=False,
        help_text="Sealed: nobody sees it again here. The school is told by the civil orders unit",
    )
    sealed: ClassVar = ("school",)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        assert self.now is not None
        if not self.now.year - 18 <= year <= self.now.year:
            self.add_error("year", f"Year of birth must be from {self.now.year - 18} to {self.now.year}")
        return year


class WelfareForm(StepForm):
    words = AccountField(
        label="What you looked at, and what follows for the notice",
        called="how you considered the welfare of the children",
        max_length=2000,
    )


class RepresentationsForm(StepForm):
    """What the subject said about a notice."""

    answer = OneOf(
        (Option("obtained", "They said something"), Option("could_not", "They could not be asked, or did not answer")),
        label="What did the subject say about a notice?",
        called="what the subject said",
    )
    words = AccountField(label="What they said", called="what they said", max_length=2000)
    steps = AccountField(label="What did you do to find out?", called="what you did to find out", max_length=2000)
    opens: ClassVar = {"answer": {"obtained": ("words",), "could_not": ("steps",)}}
    heading: ClassVar = "answer"


class OccupantForm(StepForm):
    """Somebody else who lives at the address."""

    name = PersonNameField(label="Name")
    connected = TextField(label="Who are they to the two people?", called="who they are", required=False)
    adult = YesNo(label="Are they 18 or over?", called="whether they are 18 or over")


class OccupantOpinionForm(StepForm):
    """Asked where a term is about the premises (s.24(1)(d))."""

    answer = OneOf(
        (
            Option("obtained", "They said something"),
            Option("could_not", "They could not be asked, or did not answer"),
        ),
        label="What do the others who live there think?",
        called="what the others who live there think",
    )
    view = OneOf(
        (("supports", "They support it"), ("opposes", "They do not agree"), ("no_view", "They have no view")),
        label="Their view",
    )
    words = AccountField(label="What they said", called="what they said", required=False, max_length=2000)
    steps = AccountField(label="What did you do to find out?", called="what you did to find out", max_length=2000)
    opens: ClassVar = {"answer": {"obtained": ("view", "words"), "could_not": ("steps",)}}
    heading: ClassVar = "answer"
