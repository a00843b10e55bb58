"""What is asked when an order is served, becomes known, is changed, reviewed or ended."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from haven.courts.requirements import MOST_MONTHS
from haven.orders.operations.keep_watch import SUBJECT_EVENTS
from haven.orders.operations.serve_order import MOST_SAID, ServeOrder
from haven.service.models import ServiceAttempt
from haven.service.operations.record_attempt import IDENTITY_FACTS
from haven.web.court import terms
from haven.web.court.common import ActForm
from haven.web.parts.forms import (
    AccountField,
    DayField,
    HavenForm,
    LocalMomentField,
    OneOf,
    Option,
    ReasonField,
    SeveralOf,
    TextField,
    WholeNumberField,
    YesNo,
)

RESULTS = {
    "handed": "Handed to the subject",
    "refused_but_left": "Refused to take it, left with the subject",
    "left_at_given_address": "Left at the address given, as the court directed",
    "not_found": "Not found",
    "evaded": "Avoided it",
    "wrong_person": "Wrong person",
}


class ServeForm(ActForm):
    """Who handed a version over, how, when, and by what the subject was known (MCR 1981 r.19)."""

    result = OneOf(tuple(RESULTS.items()), label="How did it go?", called="how it went")
    capacity = OneOf((), label="Who handed it over?", called="who handed it over")
    served_at = LocalMomentField(label="When?", called="the time", past=True)
    place_kind = OneOf(
        tuple(ServiceAttempt.PLACES.items()), label="Where?", called="where", help_text="The kind of place is enough"
    )
    identity = SeveralOf(
        tuple(IDENTITY_FACTS.items()),
        label="How did you know it was the right person?",
        called="how you knew the person",
        help_text="Two or more. Not needed in court",
        required=False,
    )
    read_out = django_forms.BooleanField(label="It was read out", required=False)
    understood = OneOf(
        (("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure")),
        label="Did they understand it?",
        called="whether they understood it",
        required=False,
    )
    interpreter = TextField(label="Interpreter and language, if any", called="the interpreter", required=False)
    court_direction = TextField(
        label="The court's direction, if it allowed another way",
        called="the court's direction",
        max_length=300,
        required=False,
    )
    said = AccountField(label="What they said", max_length=MOST_SAID, required=False)

    def __init__(self, *args: Any, capacities: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["capacity"]
        field.set_options([(code, ServiceAttempt.CAPACITIES[code]) for code in capacities])

    def command(self, ref: str, version: int) -> ServeOrder:
        data = self.cleaned_data
        return ServeOrder(
            ref,
            data["served_at"],
            data["result"],
            data["place_kind"],
            data["capacity"],
            identity=tuple(data["identity"]),
            court_direction=data["court_direction"],
            interpreter=data["interpreter"],
            read_out=data["read_out"],
            understood=data["understood"],
            said=data["said"],
            version=version,
        )


class AwarenessForm(ActForm):
    how = OneOf(
        (("told_by_officer", "Told by an officer"), ("admitted", "Admitted it"), ("in_court", "Present in court")),
        label="How did the subject come to know?",
        called="how the subject came to know",
    )
    aware_at = LocalMomentField(label="When?", called="the time", past=True)
    proof = TextField(label="What shows it", called="what shows it", max_length=300)


class ReviewForm(ActForm):
    still_needed = YesNo(
        label="Is the order still needed as it is?",
        called="whether the order is still needed",
        yes="Yes, still needed as it is",
        no="Perhaps not: ask a lawyer whether to go back to court",
    )


class DischargeForm(ActForm):
    decided_at = LocalMomentField(label="When did the court decide?", called="the time", past=True)
    no_longer_necessary = YesNo(
        label="Did the court find the order no longer necessary to protect the protected person?",
        called="what the court found",
    )
    asked_by_protected = YesNo(
        label="Did the protected person ask for it?", called="whether the protected person asked for it"
    )
    protected_heard = YesNo(
        label="Was the protected person heard?", called="whether the protected person was heard", required=False
    )
    police_heard = YesNo(
        label="Was every chief officer heard who wished to be?", called="whether the police were heard"
    )
    reasons = ReasonField(label="Reasons given in court", called="the reasons given in court", max_length=5000)


class AskEventForm(ActForm):
    happened_at = LocalMomentField(label="When did it happen?", called="the time it happened", past=True)
    proof = TextField(label="What shows it", called="what shows it", max_length=300)


class DecideEventForm(ActForm):
    decision = OneOf(
        (("yes", "It happened. The order ended then"), ("no", "It did not, or that is not shown. The order goes on")),
        label="Your decision",
        called="your decision",
    )


class SubjectEventForm(ActForm):
    kind = OneOf(tuple(SUBJECT_EVENTS.items()), label="What happened?", called="what happened")
    happened_at = LocalMomentField(label="When?", called="the time", past=True)
    words = TextField(
        label="Which prison or country, or what shows the death", called="where, or what shows it", max_length=200
    )


class CorrectForm(terms.RequirementForm):
    """A clause as it should have read."""

    corrected_at = LocalMomentField(label="When did the court correct it?", called="the time", past=True)
    why = ReasonField(label="What was wrong on the paper", called="what was wrong on the paper", max_length=2000)
    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput)


CHANGE_WORDS = {
    "extend": "Make it last longer",
    "lighten": "Make it lighter",
    "replace": "Replace it",
    "remove": "Remove it",
}
MORE, LESS = ("add", "extend", "replace"), ("lighten", "remove", "replace")


class ClauseForm(terms.RequirementForm):
    """What the court decided about one clause: how it is to read, how long it lasts, and what the court found."""

    def __init__(self, *args: Any, change: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.change = change
        if change in ("extend", "remove"):
            if change == "extend":
                self.fields["lasts"].required = True
            dropped = [n for n in self.fields if n.startswith("p_") or n in terms.OF_COURT or n == "starts"]
            if change == "remove":
                dropped += [n for n in ("lasts", "last_day", "months", "event") if n in self.fields]
            for name in dropped:
                del self.fields[name]
        elif change == "lighten":
            # When it starts does not change, and the gates of imposing a tag were those of the order that imposed it.
            for name in ("starts", "consents", "provision", "fits"):
                self.fields.pop(name, None)
        if "supervisor" in self.fields:
            self.fields["evidence"] = django_forms.BooleanField(
                label="The court heard from them that it is suitable and can be enforced", required=False
            )
        self._findings(change)

    def _findings(self, change: str) -> None:
        if change in MORE:
            self.fields["necessary"] = YesNo(
                label="Did the court find the change necessary to protect the protected person?",
                called="whether the change is necessary",
            )
        if change in LESS:
            self.fields["no_longer"] = YesNo(
                label="Did the court find the clause no longer necessary as it was imposed?",
                called="whether the clause is no longer necessary",
                required=change != "remove",
            )
        if change in ("remove", "extend"):
            self.fields["fails"] = YesNo(
                label="Is a condition that had to be met for the clause no longer met?",
                called="whether a condition fails",
                help_text="Such as the consent of the occupier. Then it may not be extended and must be removed",
                required=False,
            )

    def params(self) -> dict[str, Any]:
        return super().params() if self.change not in ("extend", "remove") else {}

    def check_params(self) -> bool:
        return self.change not in ("extend", "remove")


class VaryForm(HavenForm):
    """What a variation says besides its clauses."""

    decided_at = LocalMomentField(
        label="When did the court decide?", called="the time the court decided", past=True, required=False
    )
    presence = OneOf(
        (("person", "In person"), ("video", "By video"), ("audio", "By audio"), ("absent", "No")),
        label="Was the subject here?",
        required=False,
    )
    notice_given = YesNo(
        label="Was the subject given notice of the hearing?", called="whether notice was given", required=False
    )
    child_welfare = OneOf(
        (("yes", "Considered"), ("na", "Does not apply")),
        label="The welfare of any person under 18",
        called="the welfare of children",
        required=False,
    )
    protected_opinion = OneOf(
        (("yes", "Considered"), ("na", "Not known to the court")),
        label="The opinion of the protected person",
        required=False,
    )
    conflicts = django_forms.BooleanField(
        label="Clashes with work, education, belief and other orders were considered", required=False
    )
    lasts = OneOf(
        (
            Option("as_now", "As it is now"),
            Option("further_order", "Until further order"),
            Option("date", "Until a date"),
            Option("months", "A number of months from now"),
            Option("event", "Until an event"),
        ),
        label="How long does the order last now?",
        called="how long the order lasts",
        required=False,
    )
    last_day = DayField(label="Last day", called="the last day", required=False)
    months = WholeNumberField(
        least=1, most=MOST_MONTHS, label="Number of months", called="the number of months", required=False
    )
    event = TextField(label="Which event ends it", called="the event", max_length=300, required=False)
    order_found = YesNo(
        label="Did the court find that change of the order's length lawful?",
        called="what the court found about the length",
        help_text="Longer: necessary to protect. Shorter: no longer necessary as it was",
        required=False,
    )
    reasons = AccountField(
        label="Reasons given in court", called="the reasons given in court", max_length=5000, required=False
    )
    bench = TextField(label="Who decided", called="who decided", help_text="Printed on the order", required=False)
    version = WholeNumberField(least=0, most=999_999_999, label="Version", required=False)
    page = TextField(max_length=40, label="Page", required=False)
    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput, required=False)
