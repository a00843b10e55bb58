"""The outcome of a hearing as one form. Nothing is required while it is filled in: what is missing is a thing to fix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms

from haven.courts.models import Application, Court, HearingOutcome, Sitting
from haven.courts.operations.hear import MOST_REASONS
from haven.courts.operations.list_hearing import Slot
from haven.courts.requirements import MOST_MONTHS
from haven.orders.models import Order
from haven.web.court.applications.forms import OTHER, sitting_options
from haven.web.parts.forms import (
    AccountField,
    DayField,
    HavenForm,
    LocalMomentField,
    OneOf,
    Option,
    Picked,
    SeveralOf,
    TextField,
    WholeNumberField,
)
from haven_law.terms import VOCABULARY

MADE, ADJOURNED, REFUSED, WITHDRAWN = "made", "adjourned", "refused", "withdrawn"
RESULTS = (
    Option(MADE, "Made an order"),
    Option(ADJOURNED, "Adjourned"),
    Option(REFUSED, "Refused"),
    Option(WITHDRAWN, "Withdrawn"),
)
PRESENCE = (
    Option("person", "In person"),
    Option("video", "By video"),
    Option("audio", "By audio"),
    Option("absent", "No"),
)
NOTICE = (
    Option("given", "Given to the subject", provision="DAA 2021 s.29(4)"),
    Option("left_s29_5", "Left at the address the subject gave", provision="DAA 2021 s.29(5)"),
    Option(
        "efforts_s29_6",
        "No address was given, and the court is satisfied that reasonable efforts were made",
        provision="DAA 2021 s.29(6)",
    ),
    Option("none_needed_present", "Told in court when the hearing was adjourned"),
)
LASTS = (
    Option("further_order", "Until further order"),
    Option("date", "Until a date"),
    Option("months", "A number of months"),
    Option("event", "Until an event"),
)
ABUSIVE, NECESSARY, CONFLICTS, ADULT, SIXTEEN = "abusive", "necessary", "conflicts", "adult", "sixteen"
JUDGED = {
    ABUSIVE: Option(
        ABUSIVE,
        "The subject has been abusive towards the protected person, on the balance of probabilities",
        provision="DAA 2021 s.32(2)",
    ),
    NECESSARY: Option(
        NECESSARY, "The order is necessary and proportionate to protect them", provision="DAA 2021 s.32(3)"
    ),
    CONFLICTS: Option(
        CONFLICTS,
        "Clashes with work, education, belief and other orders were considered",
        provision="DAA 2021 s.36(1)",
    ),
    ADULT: Option(ADULT, "The subject is 18 or over", provision="DAA 2021 s.32(5)"),
    SIXTEEN: Option(SIXTEEN, "The protected person is 16 or over", provision="DAA 2021 s.27(1)"),
}
CONSIDERED = (Option("yes", "Considered"), Option("na", "Does not apply"))


class OutcomeForm(HavenForm):
    """One form, one issue step. Questions that do not belong to what the court did stay unasked."""

    result = OneOf(RESULTS, label="What did the court do?", required=False)
    presence = OneOf(PRESENCE, label="Was the subject here?", required=False)
    notice_rule = OneOf(NOTICE, label="How was the subject given notice of the hearing?", required=False)
    lasts = OneOf(LASTS, label="How long?", called="how long the order lasts", required=False)
    last_day = DayField(label="Last day", called="the last day", required=False)
    months = WholeNumberField(
        least=1, most=MOST_MONTHS, label="Number of months", called="the number of months", required=False
    )
    event = TextField(label="Which event ends it", called="the event", max_length=300, required=False)
    after_order = OneOf((), label="When does it take effect?", called="when it takes effect", required=False)
    judged = SeveralOf((), label="The court found", called="what the court found", required=False)
    child_welfare = OneOf(
        CONSIDERED, label="The welfare of any person under 18", called="the welfare of children", required=False
    )
    protected_opinion = OneOf(
        (Option("yes", "Considered"), Option("na", "Not known to the court")),
        label="The opinion of the protected person",
        required=False,
    )
    occupant_opinion = OneOf(
        CONSIDERED, label="The opinion of others who live there", called="the opinion of others", required=False
    )
    reasons = AccountField(
        label="Reasons given in court", called="the reasons given in court", max_length=MOST_REASONS, required=False
    )
    bench = TextField(
        label="Who made the order",
        called="who made the order",
        help_text="For example, District Judge (MC), court 1. Printed on the order",
        required=False,
    )
    decided_at = LocalMomentField(
        label="When the court decided",
        called="the time the court decided",
        help_text="Leave empty if it is now",
        required=False,
        past=True,
    )
    adjourned_for = OneOf(
        tuple(HearingOutcome.ADJOURNED_FOR.items()), label="Adjourned for what?", called="what for", required=False
    )
    sitting = Picked((), label="The next hearing", called="the next hearing", required=False)
    court = Picked((), label="Court", called="the court", required=False)
    room = TextField(label="Room", max_length=40, required=False)
    listed_for = LocalMomentField(label="When will it begin?", called="the time it will begin", required=False)
    because = OneOf(
        tuple(Application.WITHDRAWN.items()),
        label="Why was it withdrawn?",
        called="why it was withdrawn",
        required=False,
    )
    version = WholeNumberField(least=0, most=999_999_999, label="Version", required=False)
    page = TextField(max_length=40, label="Page", required=False)
    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        requirements: Sequence[dict[str, Any]],
        sittings: Sequence[Sitting],
        courts: Sequence[Court],
        others: Sequence[Order],
        ages: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sittings = {str(s.pk): s for s in sittings}
        self.courts = {str(c.pk): c for c in courts}
        self._options(sittings, courts, others, ages)
        for row in requirements:
            if "responsible_person" in VOCABULARY[row["term"]].order_needs:
                self._supervision(row["key"])

    def _options(
        self, sittings: Sequence[Sitting], courts: Sequence[Court], others: Sequence[Order], ages: Sequence[str]
    ) -> None:
        fields: dict[str, Any] = self.fields
        picked = sitting_options(sittings)
        fields["sitting"].set_options([(o.value, o.label) for o in picked])
        fields["court"].set_options([(str(c.pk), c.name) for c in courts])
        fields["judged"].set_options([JUDGED[code] for code in (ABUSIVE, NECESSARY, *ages, CONFLICTS)])
        if others:
            waits = [Option(o.ref, f"When order {o.ref} ends", provision="DAA 2021 s.38(2)") for o in others]
            fields["after_order"].set_options([Option("now", "Now", provision="DAA 2021 s.38(1)"), *waits])
        else:
            del fields["after_order"]

    def _supervision(self, key: str) -> None:
        self.fields[f"s_{key}"] = TextField(
            label="Who will supervise it?", called="who will supervise it", required=False
        )
        self.fields[f"o_{key}"] = TextField(label="Their organisation", required=False)
        self.fields[f"e_{key}"] = django_forms.BooleanField(
            label="The court heard from them that it is suitable and can be enforced", required=False
        )

    def slot(self) -> Slot | None:
        """The next hearing, or None while it is not said."""
        data = self.cleaned_data
        if data.get("sitting") == OTHER:
            if not data.get("court") or not data.get("listed_for"):
                return None
            return Slot(court=self.courts[data["court"]], room=data.get("room") or "", listed_for=data["listed_for"])
        sitting = self.sittings.get(str(data.get("sitting") or ""))
        return Slot(sitting) if sitting is not None else None


def typed_of(post: Any, form: OutcomeForm) -> dict[str, list[str]]:
    """What stands in the form, as typed, for the draft: only names that the form knows, nothing longer than it can be."""
    names = set(form.fields) - {"version", "page", "command_id"}
    found: dict[str, list[str]] = {}
    for name in post:
        base = name.rsplit("-", 1)[0] if name.rsplit("-", 1)[-1] in ("day", "month", "year", "time", "fold") else name
        if base in names:
            found[name] = [value[:20_000].replace("\x00", "\N{REPLACEMENT CHARACTER}") for value in post.getlist(name)][
                :60
            ]
    return found
