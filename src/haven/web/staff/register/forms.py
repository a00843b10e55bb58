"""What the register can be narrowed to. Everything is in the address, so that a list can be opened again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from haven.courts.models import Court
from haven.register.listing import Filters
from haven.web.parts.forms import HavenForm, LocalMomentField, Picked, SeveralOf, TextField, WholeNumberField

STATUS = (
    ("in_force", _("In force")),
    ("not_served", _("Not served yet")),
    ("past_deadline", _("Past deadline")),
    ("ended", _("Ended")),
)
KIND = (("notice", _("Notices")), ("order", _("Orders")))
SORT = (("issued", _("The latest issued first")), ("end", _("What ends soonest first")))
ALSO = (("breached", _("With a breach")), ("tagged", _("With a tag")))


class RegisterForm(HavenForm):
    q = TextField(label=_("Name, reference or postcode"), required=False)
    status = SeveralOf(STATUS, label=_("Status"), required=False)
    kind = SeveralOf(KIND, label=_("Kind"), required=False)
    court = Picked((), label=_("Court"), required=False)
    area = Picked((), label=_("Area"), required=False)
    ends = WholeNumberField(
        label=_("Ends within how many days"), called=_("the number of days"), least=1, most=3660, required=False
    )
    also = SeveralOf(ALSO, label=_("Only those"), required=False)
    at = LocalMomentField(label=_("As it stood at another time"), called="the time", required=False, past=True)
    sort = Picked(SORT, label=_("In which order"), required=False)
    reason = TextField(label=_("Why are you searching?"), required=False, max_length=200)

    def __init__(self, *args: Any, areas: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courts = [(str(c.pk), c.name) for c in Court.objects.order_by("name")]
        self.fields["court"].set_options(courts)  # type: ignore[attr-defined]
        self.fields["area"].set_options([(area, area) for area in areas])  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        typed = self.cleaned_data
        also = typed.get("also") or []
        return Filters(
            text=typed.get("q") or "",
            status=tuple(typed.get("status") or ()),
            kind=tuple(typed.get("kind") or ()),
            court=int(typed["court"]) if typed.get("court") else None,
            area=typed.get("area") or "",
            ends_within=typed.get("ends"),
            breached="breached" in also,
            tagged="tagged" in also,
        )
