"""The questions of a report, each with its fields. Few pages: an officer at a door has two minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from haven.breaches.facts import Clause
from haven.breaches.models import Breach
from haven.cases.models import BailCondition
from haven.web.parts.fields import AccountField, OneOf, Option, SeveralOf, TextField
from haven.web.parts.moments import DayField, LocalMomentField
from haven.web.police.propose.steps import StepForm
from haven_law.clock import to_london

OTHER = "other"
CAPTURED_LENGTH = 20_000


class DangerForm(StepForm):
    heading = "in_danger"
    in_danger = OneOf(
        (("yes", _("Yes")), ("no", _("No")), ("not_known", _("I do not know"))), label=_("Is anyone in danger now?")
    )


class WhenForm(StepForm):
    """At a time, between two times, or on a day: never a time that nobody gave. `now` is when the report was begun."""

    heading = "when"
    opens = {"when": {"at": ("at",), "between": ("start", "until"), "day": ("day",)}}
    when = OneOf((), label=_("When did it happen?"), called="when it happened")
    at = LocalMomentField(label=_("When?"), called="when it happened", past=True)
    start = LocalMomentField(label=_("Not before"), called="the earlier time", past=True)
    until = LocalMomentField(label=_("Not after"), called="the later time", past=True)
    day = DayField(label=_("Which day?"), called="the day", past=True)

    def __init__(self, *args: Any, begun: datetime, begun_words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begun = begun
        options = [
            Option("now", str(_("Now, or just before %(time)s")) % {"time": begun_words}),
            Option("at", str(_("At a time"))),
            Option("between", str(_("Between two times"))),
            Option("day", str(_("On a day, the time is not known"))),
        ]
        self.fields["when"].set_options(options)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, until = cleaned.get("start"), cleaned.get("until")
        if cleaned.get("when") == "between" and start is not None and until is not None and until <= start:
            self.add_error("until", _("The later time must be after the earlier one"))
        return cleaned

    def span(self) -> tuple[datetime, datetime | None, str]:
        """From when, until when, and how exactly, as the operation takes them."""
        typed = self.cleaned_data
        if typed["when"] == "now":
            return self.begun.replace(second=0, microsecond=0), None, "minute"
        if typed["when"] == "at":
            return typed["at"], None, "minute"
        if typed["when"] == "between":
            return typed["start"], typed["until"], "between"
        noon = to_london(self.begun).replace(hour=12, minute=0, second=0, microsecond=0)
        day = typed["day"]
        return noon.replace(year=day.year, month=day.month, day=day.day), None, "day"


class WhereForm(StepForm):
    opens = {"where": {"in_person": ("place",), "online": ("account", "address", "captured")}}
    where = OneOf(list(Breach.WHERE.items()), label=_("How did it happen?"))
    place = TextField(
        label=_("Where? (optional)"),
        help_text=_("A street or a kind of place. It is kept enciphered. Never the address of the protected person."),
        required=False,
        max_length=200,
        called="where",
    )
    account = TextField(label=_("Account or profile (optional)"), required=False, max_length=200, called="the account")
    address = TextField(
        label=_("Address of the page (optional)"), required=False, max_length=500, called="the address of the page"
    )
    captured = AccountField(
        label=_("What the page said (optional)"),
        help_text=_("Copy the text as it stands. Add pictures of it as evidence after you have sent the report."),
        required=False,
        max_length=CAPTURED_LENGTH,
        called="what the page said",
    )
    jurisdiction = OneOf(list(Breach.JURISDICTIONS.items()), label=_("In which country?"))


class ClausesForm(StepForm):
    """The clauses that were in force at the time given, in their exact words; or what none of them covers."""

    opens = {"clauses": {OTHER: ("other_offence",)}}
    clauses = SeveralOf((), label=_("Which clauses were broken?"), called="at least one clause")
    other_offence = TextField(label=_("Which other offence may it be?"), max_length=300, called="the other offence")
    bail = SeveralOf((), label=_("Was a condition of bail broken too? (optional)"), required=False)

    def __init__(
        self, *args: Any, held: list[Clause], bail: list[BailCondition], duty: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        options = [Option(str(c.number), f"{c.number}. {c.legal}") for c in held]
        other = Option(OTHER, str(_("Something that no clause covers")), divider=str(_("or")) if options else "")
        self.fields["clauses"].set_options([*options, other])  # type: ignore[attr-defined]
        if bail:
            rows = [Option(str(b.pk), b.words, hint=b.power) for b in bail]
            self.fields["bail"].set_options(rows)  # type: ignore[attr-defined]
        else:
            del self.fields["bail"]
        if duty:
            self.fields["clauses"].required = False

    @property
    def chosen(self) -> tuple[int, ...]:
        return tuple(int(c) for c in self.cleaned_data["clauses"] if c != OTHER)


class AccountForm(StepForm):
    opens = {"excuse_said": {"reason": ("excuse",), "invited": ("invited",)}}
    account = AccountField(
        label=_("What happened?"),
        help_text=_("Who saw it, how you know who it was, what was said. No addresses of the protected person."),
        called="what happened",
    )
    excuse_said = OneOf(list(Breach.EXCUSES.items()), label=_("Did the subject give a reason?"))
    excuse = AccountField(label=_("In the words used"), called="the reason", max_length=2000)
    invited = AccountField(
        label=_("In the words used"),
        help_text=_(
            "It is recorded and decides nothing: only a court changes the order. It can matter to whether there was a "
            "reasonable excuse."
        ),
        called="what was said",
        max_length=2000,
    )


class DoneForm(StepForm):
    opens = {"response": {"arrested": ("arrested_at", "station"), "not_arrested": ("why",)}}
    response = OneOf(list(Breach.RESPONSES.items()), label=_("What was done?"))
    arrested_at = LocalMomentField(label=_("When was the arrest?"), called="when the arrest was", past=True)
    station = TextField(label=_("Police station (optional)"), required=False, max_length=120, called="the station")
    why = AccountField(label=_("Why was there no arrest?"), called="why there was no arrest", max_length=1000)

    def __init__(self, *args: Any, happened: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.happened = happened

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        arrested = cleaned.get("arrested_at")
        minute = timedelta(minutes=1)
        if arrested is not None and self.happened is not None and arrested + minute <= self.happened:
            self.add_error("arrested_at", _("The arrest cannot be earlier than what it is for"))
        return cleaned


class ProtectedForm(StepForm):
    opens = {
        "seen": {"alone": ("safe", "contact"), "not_alone": ("safe_other",)},
    }
    seen = OneOf(list(Breach.SEEN.items()), label=_("Have you spoken to the protected person?"))
    safe = OneOf(list(Breach.YES_NO.items()), label=_("Are they safe now?"))
    contact = OneOf(
        list(Breach.YES_NO.items()),
        label=_("Is the safe contact plan still right?"),
        help_text=_("Ask only when they are alone."),
    )
    safe_other = OneOf(list(Breach.YES_NO.items()), label=_("Are they safe now, as far as you can see?"))
    risk = OneOf(
        (
            ("standard", _("Standard")),
            ("medium", _("Medium")),
            ("high", _("High")),
            ("later", _("Assess it later")),
        ),
        label=_("Risk now, in your judgement"),
    )
