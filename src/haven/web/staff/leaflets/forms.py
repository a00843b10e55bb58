"""Who approved the words of a leaflet, and what became of one that was offered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haven.leaflets.models import LeafletHandout
from haven.leaflets.operations.give import GiveLeaflet
from haven.leaflets.operations.publish import PublishLeaflet
from haven.leaflets.texts import FORMATS, LANGUAGES
from haven.web.parts.forms import HavenForm, OneOf, TextField, YesNo


class PublishForm(HavenForm):
    command_id = forms.UUIDField(widget=forms.HiddenInput)
    language = OneOf(list(LANGUAGES.items()), label=_("In which language?"), called="the language")
    easy = YesNo(label=_("In Easy Read?"), called="whether it is in Easy Read")
    approved_by = TextField(label=_("Who approved the words?"), called="who approved the words", max_length=120)
    standing = TextField(
        label=_("What makes them able to?"),
        called="what makes them able to",
        help_text=_("For Welsh, a translator; for Easy Read, reviewed with people with a learning disability"),
        max_length=160,
    )

    def command(self) -> PublishLeaflet:
        data = self.cleaned_data
        return PublishLeaflet(data["language"], bool(data["easy"]), data["approved_by"], data["standing"])


class GiveForm(HavenForm):
    command_id = forms.UUIDField(widget=forms.HiddenInput)
    answer = OneOf(
        list(LeafletHandout.ANSWERS.items()),
        label=_("What became of it?"),
        help_text=_("Asked apart from the subject. “Not safe” is a good answer"),
        called="what became of it",
    )
    format = OneOf(
        list(FORMATS.items()), label=_("Which one? (if it was given or read out)"), called="which one", required=False
    )
    language = OneOf(list(LANGUAGES.items()), label=_("In which language?"), called="the language")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("answer") in LeafletHandout.LEFT_WITH and not data.get("format"):
            self.add_error("format", _("Choose which one was given or read out"))
        return data

    def command(self, case: str) -> GiveLeaflet:
        data = self.cleaned_data
        return GiveLeaflet(case, data["answer"], data["language"], data["format"])
