"""What is asked when an application is prepared, sent, listed and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from haven.courts.models import Application, Court, Sitting
from haven.courts.operations.list_hearing import Slot
from haven.courts.operations.send_application import MOST_DURATION, MOST_GROUNDS
from haven.courts.views import DURATION_ASKED
from haven.web.court.common import ActForm
from haven.web.parts.forms import (
    AccountField,
    LocalMomentField,
    OneOf,
    Option,
    Picked,
    ReasonField,
    TextField,
    WholeNumberField,
)
from haven.web.parts.words import day, short_day_time
from haven_law.clock import to_london

OTHER = "other"


class PrepareForm(ActForm):
    """The court that the application goes to."""

    court = OneOf((), label="Which court?", called="the court")

    def __init__(self, *args: Any, courts: Sequence[Court], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["court"]
        field.set_options([Option(str(c.pk), c.name, hint=c.local_justice_area) for c in courts])
        self.courts = {str(c.pk): c for c in courts}

    def chosen(self) -> Court:
        return self.courts[self.cleaned_data["court"]]


class SendForm(ActForm):
    """The grounds and how long the order is asked for. What is not finished is kept too."""

    version = WholeNumberField(least=0, most=999_999_999, label="Version", required=False)
    grounds = AccountField(
        label="Grounds of the application",
        called="the grounds of the application",
        help_text="The court and the subject read this. Write no place, no source, and nothing the subject may not know.",
        max_length=MOST_GROUNDS,
    )
    duration = TextField(
        label="How long the order is asked for",
        called="how long the order is asked for",
        max_length=MOST_DURATION,
    )

    @staticmethod
    def starting(grounds: str, kept: dict[str, Any]) -> dict[str, Any]:
        return {"grounds": kept.get("grounds", grounds), "duration": kept.get("duration", DURATION_ASKED)}


class GivenForm(ActForm):
    """When the notice of proposed requirements was given."""

    given_at = LocalMomentField(label="When was it given?", called="the time it was given", past=True)


class ListForm(ActForm):
    """A sitting of those known, or a court with a day and a time."""

    sitting = OneOf((), label="Which sitting?", called="the sitting")
    court = Picked((), label="Court", called="the court", required=False)
    room = TextField(label="Room", max_length=40, required=False)
    listed_for = LocalMomentField(label="When will it begin?", called="the time it will begin", required=False)
    late = OneOf(
        (("yes", "There is no earlier sitting. List it all the same"),),
        label="The hearing would begin after the notice must be heard",
        called="that there is no earlier sitting",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        sittings: Sequence[Sitting],
        courts: Sequence[Court],
        hear_by: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        sitting: Any = self.fields["sitting"]
        court: Any = self.fields["court"]
        sitting.set_options(sitting_options(sittings, hear_by))
        court.set_options([(str(c.pk), c.name) for c in courts])
        self.sittings = {str(s.pk): s for s in sittings}
        self.courts = {str(c.pk): c for c in courts}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("sitting") == OTHER:
            for name, words in (("court", "Choose the court"), ("listed_for", "Enter the time it will begin")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return data

    def slot(self) -> Slot:
        data = self.cleaned_data
        if data["sitting"] != OTHER:
            return Slot(self.sittings[data["sitting"]])
        return Slot(court=self.courts[data["court"]], room=data["room"], listed_for=data["listed_for"])


def sitting_options(sittings: Sequence[Sitting], hear_by: datetime | None = None) -> list[Option]:
    """Each sitting with when its papers must be in, and whether it is too late; last, another time."""
    options = [
        Option(
            str(s.pk),
            f"{day(s.starts_at)}, {_clock(s.starts_at)}, {s.court.name}, {s.room}",
            hint=_about(s, hear_by),
        )
        for s in sittings
    ]
    return [*options, Option(OTHER, "Another time, or a court not shown", divider="or" if options else "")]


def _about(sitting: Sitting, hear_by: datetime | None) -> str:
    late = "After the notice must be heard. " if hear_by is not None and sitting.starts_at > hear_by else ""
    return f"{late}{sitting.get_kind_display()}. Papers by {short_day_time(sitting.papers_by)}"


def _clock(at: datetime) -> str:
    local = to_london(at)
    return f"{local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


class AskWithdrawalForm(ActForm):
    because = OneOf(
        tuple(Application.WITHDRAWN.items()), label="Why is the application withdrawn?", called="why it is withdrawn"
    )
    reasons = ReasonField(label="Reasons", called="your reasons", least=20)


class DecideWithdrawalForm(ActForm):
    decision = OneOf(
        (("yes", "Withdraw the application. The notice ends now"), ("no", "Do not withdraw it. It goes on")),
        label="Your decision",
        called="your decision",
    )


LOOK_AHEAD = timedelta(days=21)
