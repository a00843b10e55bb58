"""What a constable is asked after serving a notice, or trying to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from haven.notices.models import Notice
from haven.notices.operations.serve_notice import LEAST_IDENTITY, MOST_SAID, RESULTS, ServeNotice, asks_about_home
from haven.service.models import ServiceAttempt
from haven.service.operations.record_attempt import IDENTITY_FACTS
from haven.service.operations.record_hearing_address import AddressAnswer
from haven.web.parts.forms import (
    AccountField,
    HavenForm,
    LocalMomentField,
    OneOf,
    Option,
    PostcodeField,
    SeveralOf,
    TextField,
    YesNo,
)
from haven_law.notices import SERVED_PERSONALLY

RESULT_WORDS = {
    "handed": "I handed it to the subject",
    "refused_but_left": "The subject would not take it, and I left it with them",
    "not_found": "The subject was not there",
    "evaded": "The subject avoided me",
    "wrong_person": "It was somebody else",
}
RESULT_OPTIONS = tuple(
    Option(code, RESULT_WORDS[code], divider="or" if code == "not_found" else "") for code in RESULTS
)
ADDRESS_OPTIONS = (
    Option("given", "Gave an address"),
    Option("refused", "Was asked and refused"),
    Option("none", "Was asked and has none"),
    Option("not_asked_because", "Was not asked"),
)


class ServeForm(HavenForm):
    """All on one page. What is needed depends on how it went: a failed attempt needs only when and where."""

    result = OneOf(RESULT_OPTIONS, label="How did it go?")
    happened_at = LocalMomentField(label="When was it?", called="the time you gave the notice", past=True)
    place_kind = OneOf(tuple(ServiceAttempt.PLACES.items()), label="Where was it?")
    identity = SeveralOf(
        tuple(IDENTITY_FACTS.items()),
        label="How did you know it was the right person?",
        help_text="Choose two or more.",
        required=False,
    )
    shared_home_now = YesNo(
        label="Does the subject still live where the protected person lives?",
        help_text="The notice has terms about that home, which need it.",
        required=False,
    )
    read_out = YesNo(label="Did you read it out?", required=False)
    understood = OneOf(
        (("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure")),
        label="Did the subject understand it?",
        required=False,
    )
    interpreter = TextField(
        label="Interpreter",
        help_text="Who interpreted, and the language. Never family or community. Leave empty if there was none.",
        required=False,
    )
    appropriate_adult = TextField(label="Appropriate adult", help_text="Leave empty if there was none.", required=False)
    address = OneOf(
        ADDRESS_OPTIONS,
        label="Did the subject give an address for the notice of hearing?",
        help_text="You must ask. A notice left there counts as given.",
        required=False,
    )
    address_lines = AccountField(label="Address", required=False, max_length=500)
    address_postcode = PostcodeField(label="Postcode", required=False)
    why_not = TextField(label="Why not?", called="why the subject was not asked", required=False, max_length=300)
    no_fixed_abode = SeveralOf((("yes", "The subject has no fixed abode"),), label="Home", required=False)
    service_accommodation = YesNo(
        label="Does the notice keep the subject out of armed forces accommodation?",
        help_text="Then the commanding officer must be told.",
        required=False,
    )
    said = AccountField(
        label="What did the subject say?",
        help_text="In their words, if anything.",
        required=False,
        max_length=MOST_SAID,
    )
    command_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice = notice
        about_home = asks_about_home(notice)
        if not about_home:
            del self.fields["shared_home_now"]
        if not (about_home and notice.case.subject.service_law):
            del self.fields["service_accommodation"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("result") in SERVED_PERSONALLY:
            self._served(data)
        return data

    def _served(self, data: dict[str, Any]) -> None:
        if len(data.get("identity") or ()) < LEAST_IDENTITY:
            self._missing("identity", "Choose at least two ways in which you knew that it was the right person")
        if data.get("read_out") is None:
            self._missing("read_out", "Choose whether you read it out")
        if not data.get("understood"):
            self._missing("understood", "Choose whether the subject understood it")
        for name in ("shared_home_now", "service_accommodation"):
            if name in self.fields and data.get(name) is None:
                self._missing(name, "Choose yes or no")
        self._address(data)

    def _address(self, data: dict[str, Any]) -> None:
        answer = data.get("address")
        if not answer:
            self._missing("address", "Choose what the subject said about an address. You must ask (s.25(4))")
        if answer == "given" and not data.get("address_lines"):
            self._missing("address_lines", "Enter the address that the subject gave")
        if answer == "not_asked_because" and not data.get("why_not"):
            self._missing("why_not", "Enter why the subject was not asked")

    def _missing(self, name: str, sentence: Any) -> None:
        if name not in self.errors:
            self.add_error(name, sentence)

    def command(self, *, apply_by: datetime | None, last_sitting: datetime | None) -> ServeNotice:
        """What was filled in, as the command of the operation."""
        data = self.cleaned_data
        answer = None
        if data["result"] in SERVED_PERSONALLY:
            answer = AddressAnswer(data["address"], data["address_lines"], data["address_postcode"], data["why_not"])
        return ServeNotice(
            notice_ref=self.notice.ref,
            result=data["result"],
            happened_at=data["happened_at"],
            place_kind=data["place_kind"],
            identity=tuple(data["identity"]),
            read_out=bool(data["read_out"]),
            understood=data["understood"],
            interpreter=data["interpreter"],
            appropriate_adult=data["appropriate_adult"],
            said=data["said"],
            address=answer,
            no_fixed_abode=bool(data["no_fixed_abode"]),
            shared_home_now=data.get("shared_home_now"),
            service_accommodation=data.get("service_accommodation"),
            apply_by=apply_by,
            last_sitting=last_sitting,
        )
