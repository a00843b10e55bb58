"""The safe contact plan in a sentence, without any of its values."""

from __future__ import annotations

from datetime import datetime, time

from django.utils.translation import gettext as _

from haven.parties.models import Person, SafeContactPlan, Window
from haven.parties.queries import current_plan, needs_of, needs_words
from haven.web.parts.words import clock_time, day, in_london, whole_number

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPOKEN = ("interpreter", "bsl", "text_relay", "appropriate_adult", "intermediary", "welsh_spoken")
CHANNELS = {
    "call": "by telephone call",
    "text": "by text",
    "email": "by e-mail",
    "post": "by post",
    "in_person": "in person, away from home",
    "supporter": "through somebody trusted",
}


def contact_alert(person: Person, at: datetime) -> tuple[str, str, str]:
    """What leads, what follows, and how fresh it is."""
    plan = current_plan(person)
    if plan is None:
        note = _("No safe contact plan is agreed.")
        return _("Do not contact the protected person."), note, ""
    return _lead(plan), " ".join([*_rest(plan), *_spoken(person, plan)]), _fresh(plan, at)


def _spoken(person: Person, plan: SafeContactPlan) -> list[str]:
    """How one speaks with them: whoever calls or visits must know before they do."""
    needs = [need for need in needs_of(person.pk) if need.kind in SPOKEN]
    said = [f"{words}." for words in needs_words(needs)]
    if plan.interpreter_wanted and not any(need.kind == "interpreter" for need in needs):
        said.append(_("Interpreter: %(which)s.") % {"which": plan.interpreter_wanted})
    return said


def _lead(plan: SafeContactPlan) -> str:
    if plan.mode == "they_contact":
        return _("Do not contact the protected person: they contact us.")
    kinds = [CHANNELS[c.kind] for c in plan.channels.all()]
    if plan.mode == "via_supporter":
        kinds = [CHANNELS["supporter"]]
    how = _join(list(dict.fromkeys(kinds))) or _("in no way yet agreed")
    windows = [w for w in plan.windows.all() if w.kind == "safe"]
    when = "; ".join(_window(w) for w in windows)
    words = _("Contact the protected person only %(how)s") % {"how": how}
    return f"{words}, {when}." if when else f"{words}."


def _rest(plan: SafeContactPlan) -> list[str]:
    channels = list(plan.channels.all())
    said = []
    if any(c.kind == "call" for c in channels) and all(c.voicemail == "never" for c in channels if c.kind == "call"):
        said.append(_("No voicemail."))
    if not any(c.kind == "post" for c in channels):
        said.append(_("No post."))
    never = [_window(w) for w in plan.windows.all() if w.kind == "never"]
    if never:
        said.append(_("Never %(when)s.") % {"when": "; ".join(never)})
    return said


def _fresh(plan: SafeContactPlan, at: datetime) -> str:
    checked = _("Plan agreed %(day)s") % {"day": day(plan.made_at)}
    return _("%(checked)s, needs checking") % {"checked": checked} if plan.review_on < in_london(at).date() else checked


def _window(window: Window) -> str:
    hours = f"{_hour(window.from_local)} to {_hour(window.to_local)}"
    return f"{_days(list(window.days))}, {hours}"


def _hour(value: time) -> str:
    words = clock_time(value)
    return words.replace(":00", "")


def _days(numbers: list[int]) -> str:
    found = sorted({n for n in (whole_number(n, 1) for n in numbers) if n is not None and n <= 6})
    if len(found) == 7 or not found:
        return _("every day")
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{DAYS[found[0]]} to {DAYS[found[-1]]}"
    return _join([DAYS[n] for n in found])


def _join(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {_('or')} {words[-1]}" if words else ""
