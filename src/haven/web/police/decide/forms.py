"""What an inspector is asked when they decide, and a lawyer when they advise."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from haven.notices.models import NoticeProposal
from haven.notices.operations.deciding import LEAST_REASONS, MOST_REASONS
from haven.notices.terms import ChosenTerm
from haven.web.parts.forms import (
    AccountField,
    Confirmed,
    HavenForm,
    LocalMomentField,
    OneOf,
    Option,
    ReasonField,
    SeveralOf,
    TextField,
    WholeNumberField,
)
from haven_law.notice_content import HOME_TERMS, NOTICE_TERMS
from haven_law.terms import MAXIMUM_DISTANCE_M, VOCABULARY

AUTHORISE, CHANGES, TELEPHONE = "authorise", "changes", "telephone"
ASK, SEND_BACK, REFUSE = "ask", "send_back", "refuse"
DECISIONS = (
    Option(AUTHORISE, "Authorise"),
    Option(CHANGES, "Authorise with changes"),
    Option(TELEPHONE, "Authorise by telephone, sign later"),
    Option(ASK, "Ask a question"),
    Option(SEND_BACK, "Send back"),
    Option(REFUSE, "Refuse"),
)
GROUNDS, NECESSARY, ADULT, SIXTEEN = "grounds", "necessary", "adult", "sixteen"


class PasswordField(TextField):
    """A password is taken as typed: no space is trimmed."""

    widget = forms.PasswordInput(attrs={"type": "password"})

    def to_python(self, value: Any) -> str:
        return "" if value is None else str(value)[:1000]


class DecideForm(HavenForm):
    """One form for every decision: what is needed depends on which one."""

    decision = OneOf(DECISIONS, label="Your decision", called="your decision")
    terms = SeveralOf((), label="What the notice is to say instead", required=False)
    distance_m = WholeNumberField(
        least=1, most=MAXIMUM_DISTANCE_M, label="How far away", called="the distance in metres", required=False
    )
    exception = TextField(
        label="Is any contact still allowed?",
        called="the contact that is still allowed",
        help_text="The subject reads it. Leave empty for none",
        required=False,
        max_length=300,
    )
    told_at = LocalMomentField(
        label="When you told the officer", called="the time you told the officer", required=False, past=True
    )
    question = AccountField(label="Your question to the officer", required=False, max_length=MOST_REASONS)
    reasons = ReasonField(
        label="Reasons",
        help_text="Two to four sentences. They are shown to the court.",
        called="your reasons",
        required=False,
        least=LEAST_REASONS,
        max_length=MOST_REASONS,
    )
    judged = SeveralOf((), label="I judge that", called="what you judge", required=False)
    confirmed = Confirmed(
        label="I am an inspector or above and have read the account and the reasons",
        required=False,
    )
    password = PasswordField(label="Your password, to sign", called="your password, to sign", required=False)
    command_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: NoticeProposal, judging: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        judged: Any = self.fields["judged"]
        terms: Any = self.fields["terms"]
        judged.set_options([Option(code, words) for code, words in judging])
        self.asked = {code for code, _words in judging}
        offered = [code for code in NOTICE_TERMS if code != "not_abuse"]
        if not proposal.shared_home:
            offered = [code for code in offered if code not in HOME_TERMS]
        terms.set_options([Option(code, VOCABULARY[code].label, provision=NOTICE_TERMS[code][0]) for code in offered])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        decision = data.get("decision")
        if decision == ASK:
            if not data.get("question") and "question" not in self.errors:
                self.add_error("question", "Enter your question to the officer")
        elif decision and not data.get("reasons") and "reasons" not in self.errors:
            self.add_error("reasons", "Enter your reasons, in two to four sentences")
        far = decision == CHANGES and "distance_from_home" in (data.get("terms") or [])
        if far and not data.get("distance_m") and "distance_m" not in self.errors:
            self.add_error("distance_m", "Enter how many metres they must stay away")
        if decision in (AUTHORISE, CHANGES, TELEPHONE):
            self._authorising(data, decision)
        return data

    def _authorising(self, data: dict[str, Any], decision: str) -> None:
        if self.asked - set(data.get("judged") or []):
            self.add_error("judged", "Tick each that you judge to be so. If one is not, choose another decision")
        if not data.get("confirmed"):
            self.add_error(
                "confirmed", "Confirm that you are an inspector or above and have read the account and the reasons"
            )
        if decision == TELEPHONE:
            if not data.get("told_at") and "told_at" not in self.errors:
                self.add_error("told_at", "Enter the time you told the officer")
        elif not data.get("password"):
            self.add_error("password", "Enter your password, to sign")

    def chosen_terms(self) -> tuple[ChosenTerm, ...] | None:
        """The terms instead; None where the decision leaves them as asked."""
        if self.cleaned_data["decision"] != CHANGES:
            return None
        distance, exception = self.cleaned_data.get("distance_m"), self.cleaned_data.get("exception") or ""
        return tuple(
            ChosenTerm(
                code,
                distance if code == "distance_from_home" else None,
                exception if code == "no_contact" else "",
            )
            for code in self.cleaned_data["terms"]
        )


class ToldForm(HavenForm):
    """When the officer was told by telephone, read before the page asks the Act as at that time."""

    told_at = LocalMomentField(called="the time you told the officer", past=True)


def told_at(typed: Any, now: datetime, proposal: NoticeProposal) -> datetime:
    """The instant of the telephone call that is being recorded; `now` for every other decision, and where the time is
    not one that can be: the form says so."""
    form = ToldForm(typed, now=now)
    if typed.get("decision") != TELEPHONE or not form.is_valid():
        return now
    told: datetime = form.cleaned_data["told_at"]
    return max(told, proposal.proposed_at)


class AdviceForm(HavenForm):
    """The reading that a lawyer chooses, whether it lets the act pass, and why."""

    reading = TextField(label="The reading you choose", max_length=300, called="the reading you choose")
    permits = OneOf(
        (("yes", "It may be done on this reading"), ("no", "It may not be done on this reading")),
        label="What follows from it",
        called="what follows from it",
    )
    reasons = ReasonField(label="Reasons", called="your reasons", least=LEAST_REASONS)
    command_id = forms.UUIDField(widget=forms.HiddenInput)
