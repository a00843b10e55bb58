"""Who approved the Welsh of a text."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from haven.languages.models import TextApproval
from haven.languages.operations.approve_text import ApproveText
from haven.web.parts.forms import HavenForm, OneOf, TextField


class ApproveForm(HavenForm):
    """An approval as it was given on paper or by e-mail."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    text = OneOf(list(TextApproval.TEXTS.items()), label=_("Which text?"), called="the text")
    version = TextField(
        label=_("Version"),
        called="the version",
        help_text=_("Twelve letters and digits. It may be one that comes with the next release"),
        max_length=12,
    )
    translator = TextField(label=_("Translator"), called="the name of the translator", max_length=120)
    standing = TextField(
        label=_("What makes them able to"),
        called="what makes them able to",
        help_text=_("For example, membership of an association of translators, or their post"),
        max_length=160,
    )

    def command(self) -> ApproveText:
        data = self.cleaned_data
        return ApproveText(data["text"], data["version"].strip().lower(), data["translator"], data["standing"])
