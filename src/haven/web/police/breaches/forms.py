"""The report of a breach, and the small forms of what follows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from haven.accounts.references import tidy_reference
from haven.breaches.facts import Clause
from haven.breaches.models import Breach
from haven.breaches.operations.record_arrest import HOW_ENDED
from haven.breaches.operations.record_breach_outcome import OF_NOTICE, OF_ORDER, Sentence
from haven.breaches.operations.report_breach import ReportBreach
from haven.breaches.queries import RESULT_WORDS
from haven.web.parts.forms import (
    AccountField,
    HavenForm,
    LocalMomentField,
    OneOf,
    Option,
    ReasonField,
    SeveralOf,
    TextField,
    WholeNumberField,
    YesNo,
)

OTHER = "other"
DANGER = (("yes", _("Yes")), ("no", _("No")), ("not_known", _("I do not know")))
PURSUE = "pursue"


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
    command_id = forms.UUIDField(widget=forms.HiddenInput)


class ReportForm(ActForm):
    """The whole report. Its clauses are those of this paper at the time given."""

    in_danger = OneOf(DANGER, label=_("Is anyone in danger now?"))
    clauses = SeveralOf((), label=_("Which clauses were broken?"), called="at least one clause")
    other_offence = TextField(
        label=_("Which other offence may it be?"), required=False, max_length=300, called="the other offence"
    )
    happened_from = LocalMomentField(label=_("When did it happen?"), called="when it happened", past=True)
    happened_until = LocalMomentField(
        label=_("Until when, if it was at some time between two times (optional)"),
        called="the later time",
        required=False,
        past=True,
    )
    jurisdiction = OneOf(list(Breach.JURISDICTIONS.items()), label=_("Where did it happen?"))
    account = AccountField(
        label=_("What happened?"),
        help_text=_("Who saw it, how you know who it was, and what was said. No addresses of the protected person."),
        called="what happened",
    )
    excuse = AccountField(
        label=_("Did the subject give a reason? (optional)"), required=False, called="the reason given"
    )

    def __init__(self, *args: Any, held: list[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [Option(str(c.number), f"{c.number}. {c.legal}") for c in held]
        other = Option(OTHER, str(_("Something that no clause covers")), divider=str(_("or")) if options else "")
        self.fields["clauses"].set_options([*options, other])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if OTHER in cleaned.get("clauses", []) and not cleaned.get("other_offence"):
            self.add_error("other_offence", _("Enter which other offence it may be"))
        start, end = cleaned.get("happened_from"), cleaned.get("happened_until")
        if start is not None and end is not None and end <= start:
            self.add_error("happened_until", _("The later time must be after the earlier one"))
        return cleaned

    def command(self, about: str) -> ReportBreach:
        typed = self.cleaned_data
        chosen = typed["clauses"]
        return ReportBreach(
            about_ref=about,
            happened_from=typed["happened_from"],
            happened_until=typed["happened_until"],
            precision="between" if typed["happened_until"] else "minute",
            clauses=tuple(int(c) for c in chosen if c != OTHER),
            other_offence=typed["other_offence"] if OTHER in chosen else "",
            account=typed["account"],
            excuse=typed["excuse"],
            in_danger=typed["in_danger"],
            jurisdiction=typed["jurisdiction"],
        )


class DecideForm(ActForm):
    """Pursue, and how; or no further action, and why. A breach of a notice is pursued by arrest alone."""

    decision = OneOf((), label=_("What is your decision?"))
    reasons = ReasonField(label=_("Reasons for no further action"), called="your reasons", required=False)

    def __init__(self, *args: Any, breach: Breach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = ("arrest",) if breach.of == "notice" else tuple(Breach.HOW_PURSUED)
        words = {w: f"Pursue it: {Breach.HOW_PURSUED[w].lower()}" for w in ways}
        options = [Option(w, words[w]) for w in ways] + [
            Option("none", str(_("No further action")), divider=str(_("or")))
        ]
        self.fields["decision"].set_options(options)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "none" and not cleaned.get("reasons") and "reasons" not in self.errors:
            self.add_error("reasons", _("Enter your reasons"))
        return cleaned


class ArrestForm(ActForm):
    at = LocalMomentField(label=_("When was the arrest?"), called="when the arrest was", past=True)


class CustodyForm(ActForm):
    how = OneOf(list(HOW_ENDED.items()), label=_("How did custody end?"))
    at = LocalMomentField(label=_("When?"), called="when custody ended", past=True)


class ChargeForm(ActForm):
    charged = YesNo(label=_("Was the person charged?"), called="whether the person was charged")
    reason = TextField(label=_("Why there is no charge"), required=False, max_length=300)
    at = LocalMomentField(label=_("When was it decided?"), called="when it was decided", past=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("charged") is False and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Enter why there is no charge"))
        return cleaned


class OutcomeForm(ActForm):
    """How it ended. The sentence is asked only of the breach of an order."""

    result = OneOf((), label=_("How did it end?"))
    court = TextField(label=_("Court"), required=False, max_length=160, called="the court")
    at = LocalMomentField(label=_("When was it decided?"), called="when it was decided", past=True)
    custody_months = WholeNumberField(label=_("Months in prison"), least=0, most=60, required=False)
    custody_days = WholeNumberField(label=_("Days in prison"), least=0, most=1830, required=False)
    sentence = SeveralOf(
        (("suspended", _("Suspended")), ("community", _("Community order")), ("tagged", _("Tag ordered"))),
        label=_("Also"),
        required=False,
    )
    fine_pounds = WholeNumberField(label=_("Fine in pounds"), least=0, most=1_000_000, required=False)
    words = TextField(label=_("Anything else the court did (optional)"), required=False, max_length=300)

    def __init__(self, *args: Any, breach: Breach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        results = OF_NOTICE if breach.of == "notice" else OF_ORDER
        self.fields["result"].set_options([(r, RESULT_WORDS[r]) for r in results])  # type: ignore[attr-defined]
        if breach.of == "notice":
            for name in ("custody_months", "custody_days", "sentence", "fine_pounds"):
                del self.fields[name]

    def given(self) -> Sentence:
        typed = self.cleaned_data
        also = typed.get("sentence") or []
        return Sentence(
            custody_months=typed.get("custody_months") or None,
            custody_days=typed.get("custody_days") or None,
            suspended="suspended" in also,
            community="community" in also,
            tagged="tagged" in also,
            fine_pounds=typed.get("fine_pounds") or None,
            words=typed.get("words") or "",
        )

    def moment(self) -> datetime:
        return self.cleaned_data["at"]  # type: ignore[no-any-return]
