"""What staff write about feedback: an invitation, answers heard or read from paper, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haven.feedback.models import LANGUAGES, REPLY_HOW, FeedbackAction, FeedbackInvitation
from haven.feedback.operations.actions import PublishAction, WriteAction
from haven.feedback.operations.invite import InviteFeedback
from haven.feedback.operations.receive import EnterFeedback
from haven.feedback.questions import MOMENTS, MOST_WORDS, Question
from haven.web.parts.forms import (
    AccountField,
    DayField,
    HavenForm,
    OneOf,
    Picked,
    ReasonField,
    SeveralOf,
    TextField,
    YesNo,
)

ENTERED = (("phone", _("On a call")), ("paper", _("On paper")), ("easy_read", _("On the Easy Read paper")))
LANGUAGE_CHOICES = list(LANGUAGES.items())


class Sent(HavenForm):
    """A form that has one effect however often it is sent."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)


class InviteForm(Sent):
    moment = OneOf(list(MOMENTS.items()), label=_("After what?"), called="after what")
    how = OneOf(list(FeedbackInvitation.HOW.items()), label=_("How do they answer?"), called="how they answer")
    language = OneOf(LANGUAGE_CHOICES, label=_("Language"), called="the language")
    remind = YesNo(
        label=_("Send a message later that there is a card?"),
        help_text=_("It says nothing of the case, and leaves only where and when the plan allows it"),
        called="whether to send a message",
    )

    def command(self, case: str) -> InviteFeedback:
        data = self.cleaned_data
        return InviteFeedback(case, data["moment"], data["how"], data["language"], bool(data["remind"]))


class CodeForm(HavenForm):
    code = TextField(label=_("Code on the card or form"), called="the code", max_length=20)


class EnterForm(Sent):
    """The answers as they were given, question by question. None has to be given. Of an Easy Read form in its words."""

    code = TextField(widget=forms.HiddenInput, max_length=20)
    version = OneOf(ENTERED, label=_("How did they answer?"), called="how they answered")
    language = OneOf(LANGUAGE_CHOICES, label=_("In which language?"), called="the language")

    def __init__(self, *args: Any, questions: Sequence[Question], easy: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = questions
        for question in questions:
            self.fields[question.code] = _field(question, easy)

    def command(self) -> EnterFeedback:
        data = self.cleaned_data
        answers = {q.code: data[q.code] for q in self.asked if q.answers and data[q.code]}
        return EnterFeedback(data["code"], data["version"], data["language"], answers, data["change"])


def _field(question: Question, easy: bool) -> Any:
    words = question.easy if easy else question.words
    if not question.answers:
        hint = _("Their words, without names and addresses")
        return AccountField(label=words, help_text=hint, required=False, max_length=MOST_WORDS)
    if question.several:
        return SeveralOf(question.answers, label=words, required=False)
    return OneOf((*question.answers, ("skip", _("No answer"))), label=words, required=False)


class SafeForm(Sent):
    words = ReasonField(
        label=_("Who spoke to them, and what was found?"),
        called="who spoke to them and what was found",
        max_length=1000,
    )


class ReplyForm(Sent):
    how = OneOf(list(REPLY_HOW.items()), label=_("How did they get the reply?"), called="how they got the reply")


class CloseForm(Sent):
    why = TextField(label=_("Why is it closed?"), called="why it is closed", max_length=200)


class CountForm(Sent):
    action = Picked((), label=_("What is being done about it?"), called="what is being done about it")

    def __init__(self, *args: Any, actions: Sequence[FeedbackAction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["action"]
        field.set_options([(str(a.ref), f"{a.theme}: {a.did}") for a in actions])


class ActionForm(Sent):
    theme = TextField(label=_("Theme"), called="the theme", max_length=80)
    said = TextField(
        label=_("You said"), called="what people said", max_length=300, help_text=_("No name, no place, no date")
    )
    did = TextField(label=_("We did"), called="what we did", max_length=300)
    due = DayField(label=_("By when is it done?"), called="the day by which it is done")

    def command(self) -> WriteAction:
        data = self.cleaned_data
        return WriteAction(data["theme"], data["said"], data["did"], data["due"])


class PublishForm(Sent):
    reviewer = TextField(
        label=_("Who reviewed it?"),
        called="who reviewed it",
        help_text=_("Name and organisation of an adviser of people who live with abuse, not of the police"),
        max_length=120,
    )
    said_cy = TextField(label=_("You said, in Welsh (optional)"), called="the Welsh", required=False, max_length=300)
    did_cy = TextField(label=_("We did, in Welsh (optional)"), called="the Welsh", required=False, max_length=300)
    translator = TextField(label=_("Translator (optional)"), called="the translator", required=False, max_length=120)

    def command(self) -> PublishAction:
        data = self.cleaned_data
        return PublishAction(data["reviewer"], data["said_cy"], data["did_cy"], data["translator"])
