"""What is asked when something owed is recorded: at a station, on a check, from a responsible person."""

from __future__ import annotations

from django import forms as django_forms

from haven.compliance.models import (
    Check,
    CheckPlanItem,
    ExemptingDuty,
    Notification,
    SuitabilityEvidence,
    SupervisionReport,
)
from haven.compliance.models.notification import CHANGE_WORDS
from haven.compliance.operations.record_notification import RecordNotification
from haven.compliance.operations.report_supervision import HOW_ASKED, MOST_WORDS
from haven.web.parts.fields import NAME_LENGTH
from haven.web.parts.forms import (
    AccountField,
    DayField,
    LocalMomentField,
    OneOf,
    Picked,
    PostcodeField,
    TextField,
    WholeNumberField,
    YesNo,
)
from haven.web.staff.compliance.common import ActForm
from haven_law.notification import ADDRESS_CHANGED, NAME_USED, NO_ADDRESS

HOME_ANSWERS = (
    ("address", "An address"),
    ("none", "They have no home in the United Kingdom"),
    ("not_told", "They did not come about that today"),
)
CHANGE_ANSWERS = (("no", "No"), *((code, words) for code, words in CHANGE_WORDS.items()))


class NotificationForm(ActForm):
    """What the subject tells at the station (s.42). Names one a line."""

    names = AccountField(
        label="Every name they use",
        called="every name they use",
        help_text="One on each line, the legal name first. Leave it blank if they came about their home only.",
        max_length=2000,
        required=False,
    )
    home = OneOf(HOME_ANSWERS, label="What home did they tell you?", called="what home they told you")
    home_lines = AccountField(label="Address", called="the address", max_length=400, required=False)
    home_postcode = PostcodeField(label="Postcode", called="the postcode", required=False)
    changed = OneOf(
        CHANGE_ANSWERS, label="Did something change that they come to tell?", called="whether something changed"
    )
    changed_on = DayField(
        label="On which day did it change?",
        called="the day of the change",
        help_text="Only if something changed",
        past=True,
        required=False,
    )
    in_area = YesNo(
        label="Is this station in the police area where they live?",
        called="whether the station is in the right police area",
        help_text="Without a home in England or Wales: in the area of the court that last made an order.",
    )
    station = TextField(label="Police station", called="the police station")
    taken_as = OneOf(tuple(Notification.TAKEN_AS.items()), label="Who was told?", called="who was told")
    given_at = LocalMomentField(label="When?", called="the time", past=True)
    fingerprints = OneOf(
        tuple(Notification.ASKED.items()),
        label="Fingerprints",
        called="whether fingerprints were taken",
        help_text="Only to check who they are",
    )
    photograph = OneOf(
        tuple(Notification.ASKED.items()),
        label="Photograph",
        called="whether a photograph was taken",
        help_text="Only to check who they are",
    )

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        if data.get("home") == "address" and not data.get("home_lines") and "home_lines" not in self.errors:
            self.add_error("home_lines", "Enter the address")
        if any(len(name) > NAME_LENGTH for name in str(data.get("names") or "").split("\n")):
            self.add_error("names", f"Each name must be {NAME_LENGTH} characters or fewer")
        if data.get("changed") not in (None, "no") and not data.get("changed_on") and "changed_on" not in self.errors:
            self.add_error("changed_on", "Enter the day of the change")
        return data

    def command(self, ref: str) -> RecordNotification:
        data = self.cleaned_data
        day, changed, at_home = data["changed_on"], data["changed"], data["home"] == "address"
        return RecordNotification(
            order_ref=ref,
            given_at=data["given_at"],
            station=data["station"],
            in_area=data["in_area"],
            taken_as=data["taken_as"],
            names=tuple(dict.fromkeys(line.strip() for line in data["names"].split("\n") if line.strip())),
            home_lines=data["home_lines"] if at_home else "",
            home_postcode=data["home_postcode"] if at_home else "",
            no_home=data["home"] == "none",
            name_used_on=day if changed == NAME_USED else None,
            home_changed_on=day if changed == ADDRESS_CHANGED else None,
            home_lost_on=day if changed == NO_ADDRESS else None,
            fingerprints=data["fingerprints"],
            photograph=data["photograph"],
        )


class ChangeForm(ActForm):
    """A change that we learn of otherwise than from the subject at a station."""

    event = OneOf(tuple(CHANGE_WORDS.items()), label="What changed?", called="what changed")
    on_day = DayField(label="On which day?", called="the day", past=True)
    learned_how = AccountField(
        label="How do you know?",
        called="how you know",
        help_text="Who said it or what shows it. Write no address here.",
        max_length=300,
    )


class ExemptionForm(ActForm):
    regime = OneOf(tuple(ExemptingDuty.REGIMES.items()), label="Under which Act do they notify?", called="the Act")
    from_day = DayField(label="From which day?", called="the first day")
    last_day = DayField(label="Last day, if it is known", called="the last day", required=False)
    source = TextField(label="What shows it?", called="what shows it", max_length=300)


class ExemptionEndForm(ActForm):
    last_day = DayField(
        label="Last day of that duty",
        called="the last day",
        help_text="From the next day they have three days to notify under the order.",
    )


class SignOnForm(ActForm):
    came_at = LocalMomentField(label="When did they come?", called="the time", past=True)
    station = TextField(label="Police station", called="the police station")


class CheckForm(ActForm):
    result = OneOf(tuple(Check.RESULTS.items()), label="How did it go?", called="how it went")
    done_at = LocalMomentField(label="When?", called="the time", past=True)
    words = AccountField(
        label="What you saw and heard",
        called="what you saw and heard",
        help_text="Needed for a concern or signs of a breach. Write no address here.",
        max_length=2000,
        required=False,
    )


class PlanForm(ActForm):
    kind = OneOf(tuple(CheckPlanItem.KINDS.items()), label="What kind of check?", called="the kind of check")
    interval_days = WholeNumberField(least=1, most=366, label="Every how many days?", called="the number of days")


class StopForm(ActForm):
    """Nothing but the press."""


class MarkerForm(ActForm):
    reference = TextField(label="Reference of the marker", called="the reference", max_length=60)
    on_day = DayField(label="On which day?", called="the day", past=True)


class ToldForm(ActForm):
    """What a responsible person told the unit."""

    says = OneOf(tuple(SupervisionReport.SAYS.items()), label="What do they say?", called="what they say")
    about = OneOf(tuple(SupervisionReport.ABOUT.items()), label="What is it about?", called="what it is about")
    happened_from = DayField(label="About the days from", called="the first day", past=True)
    happened_to = DayField(label="To", called="the last day", past=True)
    how = OneOf(
        tuple((c, w) for c, w in SupervisionReport.HOW.items() if c != "signed_in"),
        label="How did they tell you?",
        called="how they told you",
    )
    words = AccountField(
        label="In their words",
        called="their words",
        help_text="Needed for a failure or instructions. Write no address here.",
        max_length=MOST_WORDS,
        required=False,
    )


class AskedForm(ActForm):
    how = OneOf(
        tuple((code, words[:1].upper() + words[1:]) for code, words in HOW_ASKED.items()),
        label="How did you ask?",
        called="how you asked",
    )


class AccessForm(ActForm):
    account = Picked((), label="Who signs in?", called="who signs in")

    def __init__(self, *args: object, accounts: tuple[tuple[str, str], ...] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: Picked = self.fields["account"]  # type: ignore[assignment]
        field.set_options(accounts)


class NewSupervisorForm(ActForm):
    name = TextField(label="Name", called="the name", max_length=120)
    organisation = TextField(label="Organisation", called="the organisation")
    email = TextField(label="Work email", called="the work email", max_length=254)


class SupervisorActForm(ActForm):
    act = django_forms.ChoiceField(choices=[("renew", "renew"), ("end", "end")])


class SuitabilityForm(ActForm):
    """What the person who is to be responsible said of the requirement before the order."""

    term = OneOf((), label="Which requirement?", called="the requirement")
    name = TextField(label="Who is to be responsible?", called="the name of the person")
    organisation = TextField(label="Their organisation", called="the organisation", required=False)
    suitability = AccountField(
        label="Does it suit the subject?",
        called="whether it suits the subject",
        help_text="What they said",
        max_length=2000,
    )
    enforceability = AccountField(
        label="Can it be enforced?",
        called="whether it can be enforced",
        help_text="How they will know, and what they will do when the subject does not comply",
        max_length=2000,
    )
    how = OneOf(tuple(SuitabilityEvidence.HOW.items()), label="In which form is it?", called="the form of the evidence")
    given_on = DayField(label="On which day was it given?", called="the day", past=True)

    def __init__(self, *args: object, terms: tuple[tuple[str, str], ...] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: OneOf = self.fields["term"]  # type: ignore[assignment]
        field.set_options(terms)
