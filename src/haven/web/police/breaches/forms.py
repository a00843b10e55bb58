"""The small forms of what follows a report, each a page of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from haven.accounts.models import User
from haven.accounts.references import tidy_reference
from haven.breaches.models import Breach, BreachOutcome, Milestone, Retraction
from haven.breaches.operations.reach_milestone import OF_NOTICE as MILESTONES_OF_NOTICE
from haven.breaches.operations.reach_milestone import WARRANTS
from haven.breaches.operations.record_arrest import HOW_ENDED, ORDER_POWER, WARRANT_POWER
from haven.breaches.operations.record_breach_outcome import OF_CONTEMPT, OF_NOTICE, OF_ORDER, Sentence, counts_left
from haven.breaches.operations.record_charge import COUNTS
from haven.breaches.operations.record_warrant import ASKERS
from haven.breaches.states import RESULT_WORDS
from haven.cases.operations.record_advice import LEAST_REASONS
from haven.web.parts.forms import (
    AccountField,
    DayField,
    HavenForm,
    LocalMomentField,
    OneOf,
    Option,
    Picked,
    ReasonField,
    SeveralOf,
    TextField,
    WholeNumberField,
    YesNo,
)
from haven_law.clock import to_london


class WhichForm(HavenForm):
    """Which notice or order, by the reference on the paper."""

    about = TextField(
        label=_("Reference of the notice or order"), help_text=_("For example, DO-7K3M-92QX"), called="the reference"
    )

    def clean_about(self) -> str:
        ref = tidy_reference(self.cleaned_data["about"])
        if ref is None or ref[:2] not in ("DN", "DO"):
            raise ValidationError(
                _("Reference must be that of a notice (DN) or an order (DO), as on the paper. Check each character")
            )
        return ref


class ActForm(HavenForm):
    """A form about one breach. `breach` is what it is about; what it asks turns on it."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, breach: Breach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.breach = breach
        self.fit()

    def fit(self) -> None:
        """Leave out, or offer, what this breach asks for."""

    def offer(self, name: str, options: list[Any]) -> None:
        self.fields[name].set_options(options)  # type: ignore[attr-defined]

    def need(self, cleaned: dict[str, Any], name: str, sentence: Any) -> None:
        """A field that this answer makes necessary."""
        if not cleaned.get(name) and name not in self.errors:
            self.add_error(name, sentence)


class DecideForm(ActForm):
    """Pursue, and how; or no further action, and why. A breach of a notice is pursued by arrest alone."""

    decision = OneOf((), label=_("What is your decision?"))
    reasons = ReasonField(label=_("Reasons for no further action"), called="your reasons", required=False)

    def fit(self) -> None:
        ways = ("arrest",) if self.breach.of == "notice" else tuple(Breach.HOW_PURSUED)
        words = [Option(w, f"Pursue it: {Breach.HOW_PURSUED[w].lower()}") for w in ways]
        self.offer("decision", [*words, Option("none", str(_("No further action")), divider=str(_("or")))])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "none":
            self.need(cleaned, "reasons", _("Enter your reasons"))
        return cleaned


class ArrestForm(ActForm):
    at = LocalMomentField(label=_("When was the arrest?"), called="when the arrest was", past=True)
    station = TextField(label=_("Police station (optional)"), required=False, max_length=120, called="the station")
    power = OneOf(
        ((ORDER_POWER, _("For the offence (PACE 1984 s.24)")), (WARRANT_POWER, _("On the judge’s warrant (s.40)"))),
        label=_("Under which power?"),
    )

    def fit(self) -> None:
        issued = any(m.kind == "warrant_issued" and m.voided_at is None for m in self.breach.milestones.all())
        if not issued:
            del self.fields["power"]


class CustodyForm(ActForm):
    how = OneOf((), label=_("How did custody end?"))
    remand = OneOf(list(Breach.REMANDS.items()), label=_("What did the court do?"), required=False)
    at = LocalMomentField(label=_("When?"), called="when custody ended", past=True)

    def fit(self) -> None:
        ways = [(code, words) for code, words in HOW_ENDED.items() if code != "bail" or self.breach.of != "notice"]
        self.offer("how", ways)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") not in ("court", "live_link"):
            cleaned["remand"] = ""
        return cleaned


class ChargeForm(ActForm):
    charged = YesNo(label=_("Was the person charged?"), called="whether the person was charged")
    counts = SeveralOf((), label=_("With what?"), required=False)
    code = OneOf(list(Breach.NO_CHARGE.items()), label=_("Why is there no charge?"), required=False)
    reason = TextField(label=_("In a sentence"), required=False, max_length=300, called="why there is no charge")
    at = LocalMomentField(label=_("When was it decided?"), called="when it was decided", past=True)

    def fit(self) -> None:
        self.offer("counts", [(c, BreachOutcome.COUNTS[c]) for c in COUNTS.get(self.breach.of, ())])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("charged") is False:
            self.need(cleaned, "code", _("Choose why there is no charge"))
            self.need(cleaned, "reason", _("Enter why there is no charge"))
        if cleaned.get("charged") is True:
            self.need(cleaned, "counts", _("Choose what they were charged with"))
        return cleaned


class OutcomeForm(ActForm):
    """How a count ended. The sentence is asked only of an offence."""

    count = OneOf((), label=_("Of which count?"))
    offence = TextField(label=_("Which other offence?"), required=False, max_length=200, called="the other offence")
    result = OneOf((), label=_("How did it end?"))
    court = TextField(label=_("Court"), required=False, max_length=160, called="the court")
    tried = OneOf(list(BreachOutcome.TRIED.items()), label=_("How was it tried?"), required=False)
    at = LocalMomentField(label=_("When was it decided?"), called="when it was decided", past=True)
    custody_months = WholeNumberField(label=_("Months in prison"), least=0, most=60, required=False)
    custody_days = WholeNumberField(label=_("Days in prison"), least=0, most=1830, required=False)
    sentence = SeveralOf(
        (
            ("suspended", _("Suspended")),
            ("community", _("Community order")),
            ("tagged", _("Tag ordered")),
            ("discharge", _("Conditional discharge")),
        ),
        label=_("Also"),
        required=False,
    )
    fine_pounds = WholeNumberField(label=_("Fine in pounds"), least=0, most=1_000_000, required=False)
    words = TextField(label=_("Anything else the court did (optional)"), required=False, max_length=300)

    def fit(self) -> None:
        results: tuple[str, ...] = OF_NOTICE if self.breach.of == "notice" else (*OF_ORDER, *OF_CONTEMPT)
        if self.breach.of == "notification":
            results = OF_ORDER
        self.offer("result", [(r, RESULT_WORDS[r]) for r in results])
        if self.breach.of == "notice":
            for name in ("custody_months", "custody_days", "sentence", "fine_pounds", "tried", "count", "offence"):
                del self.fields[name]
            return
        left = counts_left(self.breach)
        if self.breach.charged is not True:
            left = [c for c in left if c != "underlying"]
        self.offer("count", [(c, BreachOutcome.COUNTS[c]) for c in left])

    def given(self) -> Sentence:
        typed = self.cleaned_data
        also = typed.get("sentence") or []
        return Sentence(
            custody_months=typed.get("custody_months") or None,
            custody_days=typed.get("custody_days") or None,
            suspended="suspended" in also,
            community="community" in also,
            tagged="tagged" in also,
            conditional_discharge="discharge" in also,
            fine_pounds=typed.get("fine_pounds") or None,
            words=typed.get("words") or "",
        )

    def moment(self) -> datetime:
        return self.cleaned_data["at"]  # type: ignore[no-any-return]


class AssignForm(ActForm):
    """The people of the force who may own a breach and see the case; a number is all that is sent."""

    to = Picked((), label=_("Who owns it?"), called="who owns it")

    def fit(self) -> None:
        self.people: dict[str, User] = {}

    def among(self, people: list[User]) -> None:
        """Those who may own it."""
        self.people = {str(person.pk): person for person in people}
        self.offer("to", [(pk, f"{p.name}, {p.team.name}" if p.team else p.name) for pk, p in self.people.items()])


class MilestoneForm(ActForm):
    kind = Picked((), label=_("What was reached?"), called="what was reached")
    known = OneOf(
        (("minute", _("The day and the time")), ("day", _("The day alone"))), label=_("What is known of when it was?")
    )
    at = LocalMomentField(label=_("When?"), called="when it was", required=False, past=True)
    day = DayField(label=_("Which day?"), called="the day", required=False, past=True)
    words = TextField(label=_("Note (optional)"), required=False, max_length=200)

    def fit(self) -> None:
        done = {m.kind for m in self.breach.milestones.all() if m.voided_at is None}
        kinds = MILESTONES_OF_NOTICE if self.breach.of == "notice" else tuple(Milestone.KINDS)
        self.offer("kind", [(k, Milestone.KINDS[k]) for k in kinds if k not in done and k not in WARRANTS])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("known") == "minute":
            self.need(cleaned, "at", _("Enter when it was"))
        if cleaned.get("known") == "day":
            self.need(cleaned, "day", _("Enter the day"))
        return cleaned

    def reached(self) -> datetime:
        if self.cleaned_data["known"] == "minute":
            return self.cleaned_data["at"]  # type: ignore[no-any-return]
        return noon_of(self.cleaned_data["day"], self.now)


def noon_of(day: Any, now: datetime | None) -> datetime:
    """An instant in a day of which the time is not known: midday, or now while the day is not yet that old."""
    assert now is not None
    noon = to_london(now).replace(
        year=day.year, month=day.month, day=day.day, hour=12, minute=0, second=0, microsecond=0
    )
    return min(noon, now)


class WarrantForm(ActForm):
    step = OneOf((), label=_("What happened?"))
    asker = OneOf(list(ASKERS.items()), label=_("Who asked for it?"), required=False)
    leave = YesNo(label=_("Did the judge give leave?"), required=False)
    at = LocalMomentField(label=_("When?"), called="when it was", past=True)

    def fit(self) -> None:
        asked = any(m.kind == "warrant_asked" and m.voided_at is None for m in self.breach.milestones.all())
        words = {"issued": _("The judge issued it"), "refused": _("The judge refused it")}
        self.offer("step", list(words.items()) if asked else [("asked", _("It was asked for"))])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("step") == "asked":
            self.need(cleaned, "asker", _("Choose who asked for it"))
        return cleaned


class RetractionForm(ActForm):
    said_by = OneOf(list(Retraction.FROM.items()), label=_("Who took it back?"))
    alone = YesNo(label=_("Were they spoken to alone?"), called="whether they were alone")
    words = AccountField(label=_("In the words used"), called="what was said", max_length=2000)


class AdviceForm(ActForm):
    """A lawyer decides the point of law that stands open, for this breach alone."""

    reading = TextField(label=_("The reading you choose"), max_length=300, called="the reading you choose")
    permits = OneOf(
        (("yes", _("It may be charged on this reading")), ("no", _("It may not be charged on this reading"))),
        label=_("What follows from it"),
        called="what follows from it",
    )
    reasons = ReasonField(label=_("Reasons"), called="your reasons", least=LEAST_REASONS)


class CorrectForm(ActForm):
    """What is wrong, and why. A date gets another; an act is taken back and recorded again."""

    what = OneOf((), label=_("What is wrong?"))
    at = LocalMomentField(label=_("The right time"), called="the right time", required=False, past=True)
    reasons = ReasonField(label=_("What is wrong, and how you know"), called="your reasons")

    def among(self, options: list[Option]) -> None:
        self.offer("what", options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        what = cleaned.get("what") or ""
        if what and not what.startswith("undo_"):
            self.need(cleaned, "at", _("Enter the right time"))
        return cleaned


class DismissForm(HavenForm):
    """Why a sign is no breach."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    reasons = ReasonField(label=_("Why is it no breach?"), called="your reasons", max_length=300)


class DecideCorrectionForm(HavenForm):
    command_id = forms.UUIDField(widget=forms.HiddenInput)
    accept = YesNo(
        label=_("Is the record put right?"), yes="Yes, put it right", no="No, leave it", called="your answer"
    )
