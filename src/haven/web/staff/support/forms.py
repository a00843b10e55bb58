"""What is asked about safe contact (experience 3.2), the card, and being told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, WindowFacts
from haven.parties.models import Channel, SafeContactPlan
from haven.support.kinds import BY_CODE
from haven.support.models import PlanWishes, Update
from haven.support.operations.agree_plan import Wishes
from haven.support.operations.give_card import GiveCard
from haven.support.operations.record_attempt import HOW
from haven.web.parts.forms import (
    Confirmed,
    HavenForm,
    LocalTimeField,
    OneOf,
    SeveralOf,
    TextField,
    WholeNumberField,
    YesNo,
)

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_OPTIONS = tuple((str(n), day) for n, day in enumerate(DAYS))
WAYS = {
    "call": (_("Calls"), _("Telephone number"), _("the telephone number")),
    "text": (_("Texts"), _("Mobile number"), _("the mobile number")),
    "email": (_("E-mail"), _("E-mail address"), _("the e-mail address")),
    "post": (_("Post"), _("Postal address"), _("the postal address")),
}
NEW, KEEP, NO = "new", "keep", "no"
NOT_ALONE = "A plan is agreed apart from the subject. Stop, and ask again when you are alone"


class PlanForm(HavenForm):
    """The whole plan. A way that is kept is not typed again, and nobody reads it."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    after_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    made_how = OneOf(list(SafeContactPlan.MADE_HOW.items()), label=_("How is it agreed?"), called="how it is agreed")
    private = Confirmed(label=_("The subject cannot see or hear us"), missing=NOT_ALONE)
    mode = OneOf(list(SafeContactPlan.MODES.items()), label=_("Who makes contact?"), called="who makes contact")
    safe_days = SeveralOf(DAY_OPTIONS, label=_("On which days is it safe?"), called="the safe days", required=False)
    safe_from = LocalTimeField(label=_("Safe from"), called="the start of the safe hours", required=False)
    safe_to = LocalTimeField(label=_("Safe until"), called="the end of the safe hours", required=False)
    never_days = SeveralOf(
        DAY_OPTIONS, label=_("Never on (optional)"), called="the days that are never safe", required=False
    )
    never_from = LocalTimeField(
        label=_("Never from"), called="the start of the hours that are never safe", required=False
    )
    never_to = LocalTimeField(label=_("Never until"), called="the end of the hours that are never safe", required=False)
    greeting = TextField(
        label=_("Name that we use in a message (optional)"),
        help_text=_("Chosen by them. It is the only thing of theirs that a message can hold"),
        called="the name that we use",
        required=False,
        max_length=40,
    )
    language = OneOf(
        list(PlanWishes.LANGUAGES.items()), label=_("Language of messages"), called="the language of messages"
    )
    others = OneOf(
        list(PlanWishes.OTHERS.items()),
        label=_("If somebody else answers, we"),
        called="what we do if somebody else answers",
    )
    told_as = TextField(label=_("What we say when somebody else answers (optional)"), required=False, max_length=60)
    interpreter = TextField(label=_("Interpreter for calls (optional)"), required=False, max_length=120)
    line_news = YesNo(
        label=_("May the automated line tell them?"),
        help_text=_(
            "After card number and PIN: in force or not, given to the subject or not, and the date of the next hearing"
        ),
        called="whether the automated line may tell them",
    )
    asks = SeveralOf(
        [(code, news.words) for code, news in BY_CODE.items() if not news.danger],
        label=_("Only when they ask (optional)"),
        help_text=_("Everything else is told as soon as it is safe. A release is always told at once"),
        called="the news they only want when they ask",
        required=False,
    )
    feedback = YesNo(label=_("May we ask later how it went?"), called="whether we may ask later how it went")
    review = WholeNumberField(
        label=_("In how many days shall we ask again?"),
        help_text=_("From 1 to 30. Left empty, it is 30"),
        called="in how many days we ask again",
        least=1,
        most=30,
        required=False,
    )

    def __init__(self, *args: Any, kept: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        for way, (name, value, called) in WAYS.items():
            self._add_way(way, str(name), str(value), str(called))

    def _add_way(self, way: str, name: str, value: str, called: str) -> None:
        use = [(NO, _("Not safe")), (NEW, _("Safe: enter it"))]
        if way in self.kept:
            use.insert(1, (KEEP, _("As before: it stays sealed")))
        lower = name[:1].lower() + name[1:]
        self.fields[f"{way}_use"] = OneOf(
            use, label=name, called=f"whether {lower} are safe" if way != "post" else "whether post is safe"
        )
        self.fields[f"{way}_value"] = TextField(
            label=value, called=called, required=False, max_length=300, help_text=_("Sealed: nobody sees it again here")
        )
        self.fields[f"{way}_visible"] = OneOf(
            list(Channel.VISIBLE.items()), label=_("Could the subject see or hear it?"),
            called="whether the subject could see or hear it", required=False,
        )  # fmt: skip
        self.fields[f"{way}_shared"] = YesNo(
            label=_("Do they share it, or pay for it together?"), called="whether they share it", required=False
        )
        if way == "call":
            self.fields["call_voicemail"] = OneOf(
                list(Channel.VOICEMAIL.items()),
                label=_("If nobody answers"),
                called="what we do if nobody answers",
                required=False,
            )
            self.fields["call_withheld"] = YesNo(label=_("May we call from a withheld number?"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for way, (_name, value, _called) in WAYS.items():
            if data.get(f"{way}_use") != NEW:
                continue
            if not data.get(f"{way}_value"):
                self.add_error(
                    f"{way}_value", _("Enter the %(what)s") % {"what": str(value)[:1].lower() + str(value)[1:]}
                )
            for part, words in (
                ("visible", _("Say whether the subject could see or hear it")),
                ("shared", _("Say whether they share it")),
            ):
                if data.get(f"{way}_{part}") in (None, ""):
                    self.add_error(f"{way}_{part}", words)
        for kind in ("safe", "never"):
            self._hours(data, kind)
        if data.get("mode") == "we_contact" and not any(data.get(f"{way}_use") in (NEW, KEEP) for way in WAYS):
            self.add_error("mode", _("Say at least one safe way below, or choose that they contact us"))
        return data

    def _hours(self, data: dict[str, Any], kind: str) -> None:
        days, start, end = (data.get(f"{kind}_{part}") for part in ("days", "from", "to"))
        if not (days or start or end) or self.errors.keys() & {f"{kind}_from", f"{kind}_to"}:
            return
        if not days:
            self.add_error(f"{kind}_days", _("Choose the days of these hours"))
        if start is None or end is None:
            self.add_error(f"{kind}_from" if start is None else f"{kind}_to", _("Enter the hours of these days"))
        elif end <= start:
            self.add_error(f"{kind}_to", _("Until must be later than from"))

    def ways_kept(self) -> tuple[str, ...]:
        return tuple(way for way in WAYS if self.cleaned_data[f"{way}_use"] == KEEP)

    def facts(self) -> PlanFacts:
        data = self.cleaned_data
        windows = tuple(
            WindowFacts(tuple(int(n) for n in data[f"{kind}_days"]), data[f"{kind}_from"], data[f"{kind}_to"], kind)
            for kind in ("safe", "never")
            if data[f"{kind}_days"]
        )
        return PlanFacts(
            mode=data["mode"],
            channels=tuple(self._channel(way) for way in WAYS if data[f"{way}_use"] == NEW),
            windows=windows,
            made_how=data["made_how"],
            in_private=data["private"],
            call_drop_rule=dict(PlanWishes.OTHERS)[data["others"]],
            told_as=data["told_as"],
            interpreter_wanted=data["interpreter"],
            feedback_ok=bool(data["feedback"]),
            review_in_days=data["review"],
        )

    def _channel(self, way: str) -> ChannelFacts:
        data = self.cleaned_data
        return ChannelFacts(
            kind=way,
            value=data[f"{way}_value"],
            visible_to_other=data[f"{way}_visible"],
            shared_account=bool(data[f"{way}_shared"]),
            voicemail=data.get("call_voicemail") or "never" if way == "call" else "never",
            withheld_ok=bool(data.get("call_withheld")) if way == "call" else False,
        )

    def wishes(self) -> Wishes:
        data = self.cleaned_data
        return Wishes(
            greeting=data["greeting"],
            language=data["language"],
            other_answers=data["others"],
            line_news_allowed=bool(data["line_news"]),
            news=dict.fromkeys(data["asks"], "if_asked"),
        )


class CardForm(HavenForm):
    """Card, PIN and phrase, typed by them or as they say it, face to face. None of it is shown again."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    in_person = Confirmed(
        label=_("We are face to face, and the subject cannot see or hear us"),
        missing="A card, a PIN and a phrase are given face to face only, apart from the subject",
    )
    pin = TextField(label=_("PIN: six digits"), called="the PIN", required=False, max_length=20)
    duress_pin = TextField(
        label=_("PIN under duress: six other digits (optional)"),
        help_text=_("If somebody makes them ask: they hear that there is nothing new, and we send help"),
        called="the PIN under duress",
        required=False,
        max_length=20,
    )
    phrase = TextField(
        label=_("Phrase: three words"),
        help_text=_("Not names, dates or pets, and nothing that the subject knows"),
        called="the phrase",
        required=False,
        max_length=80,
    )
    cannot_talk = TextField(label=_("Words that mean: I cannot talk (optional)"), required=False, max_length=80)
    send_help = TextField(label=_("Words that mean: send help (optional)"), required=False, max_length=80)
    staff_words = TextField(
        label=_("Words that we say, so that they know it is us (optional)"), required=False, max_length=80
    )
    new_card = YesNo(label=_("Give a new card number?"), called="whether to give a new card number", required=False)

    def command(self, case_ref: str) -> GiveCard:
        data = self.cleaned_data
        names = ("pin", "duress_pin", "phrase", "cannot_talk", "send_help", "staff_words")
        return GiveCard(case_ref, data["in_person"], **{n: data[n] for n in names}, new_card=bool(data["new_card"]))


class ToldForm(HavenForm):
    """They were told: how."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    how = OneOf(list(Update.TOLD_HOW.items()), label=_("How were they told?"), called="how they were told")


class AttemptForm(HavenForm):
    """They were not reached: how it was tried."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    tried = OneOf(list(HOW.items()), label=_("How did you try?"), called="how you tried")
