"""The small forms of evidence: what a file shows, the file, and what is done with an exhibit or a pack."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haven.evidence.models import Evidence, Pack, Upload
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
)

# The endings that a phone or computer offers. What a file is, is looked at when it is here.
ENDINGS: tuple[str, ...] = ("jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "pdf", "txt")
ENDINGS += ("mp4", "mov", "m4a", "m4v", "3gp", "mp3", "wav", "ogg", "oga", "opus", "webm")


class DetailsForm(HavenForm):
    """What the file shows: kept before the file is sent."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = OneOf(list(Upload.KINDS.items()), label=_("What is it?"))
    words = AccountField(
        label=_("What does it show?"),
        help_text=_("For example: the broken lock of the front door. No addresses of the protected person."),
        called="what it shows",
        max_length=2000,
    )
    taken_by = OneOf(list(Upload.TAKERS.items()), label=_("Who took or made it?"))
    captured_at = LocalMomentField(label=_("When was it taken or written?"), called="when it was taken", past=True)


class FileForm(HavenForm):
    """The file. Without JavaScript it comes with the form."""

    file = forms.FileField(label=_("File"), required=False)


class HandForm(HavenForm):
    command_id = forms.UUIDField(widget=forms.HiddenInput)
    to = TextField(label=_("Who has the original now?"), called="who has it now", max_length=200)
    why = ReasonField(label=_("Why?"), called="why")


class WithdrawForm(HavenForm):
    command_id = forms.UUIDField(widget=forms.HiddenInput)
    why = ReasonField(label=_("Why is it no longer relied on?"), called="why")


class OriginalForm(HavenForm):
    command_id = forms.UUIDField(widget=forms.HiddenInput)
    why = ReasonField(label=_("Why do you need the original?"), called="why you need it")


class PackForm(HavenForm):
    """What goes into a pack. Somebody looked at every picture: a machine reads no pictures."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    exhibits = SeveralOf((), label=_("Which exhibits?"), required=False)
    looked = Confirmed(
        label=_("I looked at every copy that I chose. None shows where the protected person can be found."),
        missing=str(_("Look at every copy first. Haven reads words, and no pictures")),
    )

    def __init__(self, *args: Any, held: list[tuple[Evidence, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [Option(e.public_id, f"{e.number}. {words}") for e, words in held]
        self.fields["exhibits"].set_options(options)  # type: ignore[attr-defined]


class SentForm(HavenForm):
    command_id = forms.UUIDField(widget=forms.HiddenInput)
    how = OneOf(list(Pack.WAYS.items()), label=_("How was it sent?"))
    to = TextField(label=_("To whom?"), called="to whom it was sent", max_length=160)
    at = LocalMomentField(label=_("When?"), called="when it was sent", past=True)
