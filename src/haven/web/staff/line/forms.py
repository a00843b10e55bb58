"""What a handler is asked at the desk. What a caller says to prove who they are is never sent back to the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haven.line.models import Call, CallbackTry
from haven.line.operations.prove_caller import ProveCaller
from haven.line.operations.take_call import OpenCall
from haven.web.parts.forms import Confirmed, HavenForm, OneOf, SeveralOf, TextField


class ActForm(HavenForm):
    """Sent twice it has one effect."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)


class OpenForm(ActForm):
    number = TextField(
        label=_("Number that the telephone shows (optional)"),
        help_text=_("It is counted and not kept: nobody can read it again. Leave it empty when it is withheld"),
        called="the number that the telephone shows",
        required=False,
        max_length=30,
    )

    def command(self) -> OpenCall:
        return OpenCall(self.cleaned_data["number"])


class AskForm(HavenForm):
    """The two questions before any other."""

    safe = OneOf(list(Call.SAFE.items()), label=_("Are they somewhere they can talk?"), called="whether they can talk")
    claims = OneOf(list(Call.CLAIMS.items()), label=_("Who do they say they are?"), called="who they say they are")
    relay = Confirmed(label=_("Somebody types, signs or interprets for them"), required=False)


class ProveForm(HavenForm):
    """Their card, the words they say, and the PIN if they give it."""

    card = TextField(label=_("Number on their card"), called="the number on their card", max_length=20)
    phrase = TextField(
        label=_("Words that they say"),
        help_text=_("Type what you hear. Spelling, accents and capitals do not matter"),
        called="the words that they say",
        max_length=80,
    )
    pin = TextField(
        label=_("PIN (optional)"),
        help_text=_("Only if they want to change how they are reached: two proofs are more than one"),
        called="the PIN",
        required=False,
        max_length=20,
    )

    def command(self) -> ProveCaller:
        return ProveCaller(**self.cleaned_data)


class ToldForm(ActForm):
    """News that was read aloud and heard."""

    news = SeveralOf((), label=_("News: tick what you read aloud and they heard"), called="what they heard")

    def __init__(self, *args: Any, news: Sequence[tuple[str, str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["news"].set_options(news)  # type: ignore[attr-defined]


class PassForm(ActForm):
    """What they ask for, and somebody else does."""

    what = OneOf(
        (
            ("happened", _("Something has happened"), _("Hear it in a sentence, and say that somebody rings today")),
            ("officer", _("They want to speak to their officer")),
            ("plan", _("They want us to reach them in another way")),
        ),
        label=_("Pass on"),
        called="what to pass on",
    )


class SignsForm(ActForm):
    """What made the handler think that it is somebody else."""

    signs = SeveralOf(
        [(code, words) for code, words in Call.SIGNS.items() if code != "several_cards"],
        label=_("What made you think so?"),
        called="what made you think so",
    )


class EndForm(ActForm):
    how = OneOf(list(Call.ENDED.items()), label=_("How did it end?"), called="how it ended")


class WentForm(ActForm):
    """How a call back went."""

    result = OneOf(list(CallbackTry.RESULTS.items()), label=_("How did it go?"), called="how it went")


class HelpForm(ActForm):
    proof = TextField(
        label=_("What was done"),
        help_text=_("Who was sent or told, with an incident number. No addresses"),
        called="what was done",
        max_length=300,
    )
