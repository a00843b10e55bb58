"""What is asked when something is told of a tag."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from haven.monitoring.models import EquipmentEvent
from haven.web.parts.forms import AccountField, LocalMomentField, OneOf, TextField
from haven.web.staff.compliance.common import ActForm


class TagForm(ActForm):
    """Two times: when it happened, and when we were told."""

    what = OneOf(tuple(EquipmentEvent.WHAT.items()), label=_("What happened?"), called="what happened")
    why = OneOf(
        tuple(EquipmentEvent.WHY.items()),
        label=_("Why could it not be fitted?"),
        called="why it could not be fitted",
        required=False,
    )
    happened_at = LocalMomentField(label=_("When did it happen?"), called="when it happened", past=True)
    told_by = OneOf(tuple(EquipmentEvent.TOLD_BY.items()), label=_("Who told you?"), called="who told you")
    told_name = TextField(
        label=_("Their name or the number of their message (optional)"), called="who told you", required=False,
        max_length=120,
    )  # fmt: skip
    told_at = LocalMomentField(label=_("When were you told?"), called="when you were told", past=True)
    words = AccountField(
        label=_("What else was said? (optional)"),
        called="what else was said",
        help_text=_("Not where anybody is or was: that is asked of the provider with a reason."),
        required=False,
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("what") == "not_fitted" and not data.get("why") and "why" not in self.errors:
            self.add_error("why", _("Choose why it could not be fitted"))
        return data
