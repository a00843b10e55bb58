"""The small forms of a notice: sign, withdraw, correct, wrong person, held void, commanding officer."""

from django import forms

from haven.notices.operations.deciding import LEAST_REASONS, MOST_REASONS
from haven.notices.operations.hold_notice_void import MOST_COURT, MOST_REFERENCE
from haven.notices.operations.report_wrong_person import WHY
from haven.notices.operations.tell_commanding_officer import MOST_PROOF, RESULTS
from haven.web.parts.forms import Confirmed, HavenForm, LocalMomentField, OneOf, ReasonField, TextField
from haven.web.police.decide.forms import PasswordField


class ActForm(HavenForm):
    command_id = forms.UUIDField(widget=forms.HiddenInput)


class SignForm(ActForm):
    confirmed = Confirmed(
        label="I am an inspector or above, and this is what I authorised",
        missing="Confirm that you are an inspector or above and that this is what you authorised",
    )
    password = PasswordField(label="Your password, to sign", called="your password, to sign")


class WithdrawForm(ActForm):
    reasons = ReasonField(label="Reasons", called="your reasons", least=LEAST_REASONS, max_length=MOST_REASONS)


class CorrectForm(ActForm):
    served_at = LocalMomentField(label="When it was served", called="the time it was served", past=True)
    reason = ReasonField(
        label="How do you know that the time was wrong?",
        called="how you know that the time was wrong",
        least=LEAST_REASONS,
        max_length=MOST_REASONS,
    )


class WrongPersonForm(ActForm):
    why = OneOf(tuple(WHY.items()), label="What went wrong?")


class HeldVoidForm(ActForm):
    court = TextField(label="Which court?", called="the court", max_length=MOST_COURT)
    decided_at = LocalMomentField(label="When the court decided", called="the time the court decided", past=True)
    court_reference = TextField(
        label="The court's reference", called="the court's reference", max_length=MOST_REFERENCE
    )
    reasons = ReasonField(
        label="What did the court decide, and why?",
        called="what the court decided, and why",
        least=LEAST_REASONS,
        max_length=MOST_REASONS,
    )
    confirmed = Confirmed(
        label="A court has held this notice void",
        missing="Confirm that a court has held this notice void. Until then get legal advice",
    )


class AnswerVoidForm(ActForm):
    decision = OneOf(
        (
            ("yes", "The court held it void. The notice ended when the court decided"),
            ("no", "It did not. The notice goes on"),
        ),
        label="Did the court hold this notice void?",
        called="whether the court held this notice void",
    )


class CommandingOfficerForm(ActForm):
    result = OneOf(tuple(RESULTS.items()), label="Was the commanding officer told?")
    proof = TextField(
        label="Who took it and how, or what was tried",
        called="who took it, or what was tried",
        max_length=MOST_PROOF,
    )
