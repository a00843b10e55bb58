"""The fields of a check, any one of them enough, and why it is asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from haven.register.operations.check_person import REASONS
from haven.register.search import Asked
from haven.web.parts.fields import NAME_LENGTH
from haven.web.parts.forms import DayField, HavenForm, Picked, PostcodeField, TextField, WholeNumberField


class CheckForm(HavenForm):
    name = TextField(label=_("Full name or part of it"), required=False, max_length=2 * NAME_LENGTH + 1)
    born = DayField(label=_("Date of birth (optional)"), called="the date of birth", required=False, past=True)
    postcode = PostcodeField(label=_("Postcode (optional)"), called="the postcode", required=False)
    age = WholeNumberField(label=_("About how old they look"), least=10, most=110, required=False)
    address = TextField(label=_("House and street"), required=False, max_length=200)
    reason = Picked(list(REASONS.items()), label=_("Why you are asking"), called="why you are asking")
    task = TextField(label=_("Incident or task number (optional)"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.asked().parts:
            self.add_error("name", _("Enter a name, a date of birth or an address"))
        return cleaned

    def asked(self) -> Asked:
        typed = self.cleaned_data
        return Asked(
            typed.get("name") or "",
            typed.get("born"),
            typed.get("postcode") or "",
            typed.get("age"),
            typed.get("address") or "",
        )
