"""What the notice is to say, its grounds, the armed forces, and the safe contact plan."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from haven.parties.models import Channel, SafeContactPlan
from haven.web.parts.fields import AccountField, OneOf, Option, SeveralOf, TextField, WholeNumberField, YesNo
from haven.web.parts.moments import LocalTimeField
from haven.web.police.propose.steps import StepForm
from haven_law.notices import HOME_TERMS, NOTICE_TERMS
from haven_law.terms import MAXIMUM_DISTANCE_M

TERM_LABELS: dict[str, tuple[str, str]] = {
    "no_contact": ("Contacting the protected person", "Calls, messages, other people"),
    "distance_from_home": ("Coming near where the protected person lives", "The address is not printed"),
    "not_evict": ("Making the protected person leave the home, or keeping them out", ""),
    "not_enter": ("Entering the home", ""),
    "leave_premises": ("Staying in the home", "The subject must leave it"),
}


class TermsForm(StepForm):
    """The closed list of s.23. The terms about a home stand there only where the two share it."""

    terms = SeveralOf(
        (),
        label="What should the notice stop?",
        help_text="Choose all that are needed. Not being abusive is always in it.",
        required=False,
    )
    metres = WholeNumberField(
        label="How many metres away?", called="how many metres they must stay away", least=1, most=MAXIMUM_DISTANCE_M
    )
    exception = TextField(
        label="Is any contact still allowed?",
        called="the contact that is still allowed",
        help_text="For example, through a solicitor about the children. Leave empty for none",
        required=False,
        max_length=300,
    )
    opens: ClassVar = {"terms": {"distance_from_home": ("metres",), "no_contact": ("exception",)}}
    units: ClassVar = {"metres": "metres"}
    heading: ClassVar = "terms"

    def __init__(self, *args: Any, shared_home: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code in TERM_LABELS if shared_home or code not in HOME_TERMS]
        cast(Any, self.fields["terms"]).set_options(
            [Option(code, *TERM_LABELS[code], provision=NOTICE_TERMS[code][0]) for code in codes]
        )


class GroundsForm(StepForm):
    """The grounds as the subject reads them (s.25(2)(a)). Nothing is copied here from the account."""

    grounds = AccountField(
        label="The words of the notice",
        called="the grounds",
        help_text="The subject reads these words. Say what they did and when. Do not say who told you, what the "
        "protected person said, or where anybody lives",
        max_length=2000,
    )


class ForcesForm(StepForm):
    forces = OneOf(
        (("yes", "Yes"), ("no", "No"), ("not_known", "I do not know")),
        label="Is the subject in the armed forces?",
        called="whether the subject is in the armed forces",
    )
    heading: ClassVar = "forces"


class PlanForm(StepForm):
    """Is it safe to agree a plan now? It can wait; nobody makes contact until then."""

    now_safe = OneOf(
        (
            Option("yes", "Yes, the protected person is apart from the subject"),
            Option("later", "Not now", hint="Nobody may contact them until it is agreed"),
        ),
        label="Is it safe to agree now how to stay in touch?",
        called="whether it is safe to agree it now",
    )
    how = OneOf(list(SafeContactPlan.MADE_HOW.items()), label="How is it agreed?", called="how it is agreed")
    mode = OneOf(list(SafeContactPlan.MODES.items()), label="Who makes contact?", called="who makes contact")
    opens: ClassVar = {"now_safe": {"yes": ("how", "mode")}}


class ChannelForm(StepForm):
    """One safe way. Its number or address is sealed."""

    kind = OneOf(list(Channel.KINDS.items()), label="Which way?", called="the way")
    value = TextField(
        label="Number or address",
        called="the number or address",
        required=False,
        help_text="Sealed: nobody sees it again here",
    )
    visible = OneOf(
        list(Channel.VISIBLE.items()),
        label="Could the subject see or hear it?",
        called="whether the subject could see or hear it",
    )
    shared = YesNo(label="Do they share it, or pay for it together?", called="whether they share it")
    voicemail = OneOf(list(Channel.VOICEMAIL.items()), label="If nobody answers", called="what to do if nobody answers")
    withheld = YesNo(label="May we call from a withheld number?", called="whether we may call from a withheld number")
    opens: ClassVar = {"kind": {"call": ("voicemail", "withheld")}}
    sealed: ClassVar = ("value",)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") in ("call", "text", "email", "post") and not data.get("value") and not self.errors:
            self.add_error("value", "Enter the number or address")
        return data


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class WindowForm(StepForm):
    kind = OneOf(
        (("safe", "Safe then"), ("never", "Never then")), label="Is it safe then?", called="whether it is safe then"
    )
    days = SeveralOf([(str(n), day) for n, day in enumerate(DAYS)], label="Which days?", called="the days")
    start = LocalTimeField(label="From", called="the start")
    end = LocalTimeField(label="Until", called="the end")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("start") and data.get("end") and data["end"] <= data["start"]:
            self.add_error("end", "Until must be later than from")
        return data


class PlanWordsForm(StepForm):
    """What we say, and to whom."""

    told_as = TextField(
        label="What should we say so that they know it is us?",
        called="what we should say",
        required=False,
        max_length=60,
    )
    others_answer = OneOf(
        (
            Option("hang_up", "Hang up"),
            Option("first_name", "Ask for them by first name"),
            Option("agreed_words", "Say the agreed words"),
        ),
        label="If somebody else answers, we will",
        called="what we do if somebody else answers",
    )
    interpreter = TextField(label="Interpreter for calls, if any", required=False, max_length=120)
    feedback = YesNo(label="May we ask later how it went?", called="whether we may ask later how it went")
    review = WholeNumberField(
        label="In how many days shall we ask again?",
        called="in how many days we ask again",
        least=1,
        most=30,
        required=False,
        help_text="Leave empty for 30",
    )
    units: ClassVar = {"review": "days"}
