"""What a notice or order says, in plain words to the person it protects. No place, no name, nothing that anybody wrote:
the exact words stand on the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from haven.support.her_view import Clause
from haven.web.parts.words import whole_number

Figures = Mapping[str, Any]


def clause_words(clause: Clause) -> str:
    """One requirement as a sentence or two."""
    said = _SAYS[clause.term](clause.figures)
    return f"{said} {_('The court wrote down an exception. Ask us for its words.')}" if clause.exception else said


def _not_abuse(_f: Figures) -> str:
    return _(
        "They must not be abusive towards you. That includes violence, threats, control, keeping money from you, and "
        "anything else that harms or frightens you."
    )


def _no_contact(_f: Figures) -> str:
    return _(
        "They must not contact you in any way: not in person, by phone, by message, online, or through somebody else."
    )


def _metres(figures: Figures) -> dict[str, Any]:
    return {"metres": figures.get("distance_m", "")}


def _home(figures: Figures) -> str:
    return _("They must stay at least %(metres)s metres away from where you live.") % _metres(figures)


def _place(figures: Figures) -> str:
    kinds = {
        "workplace": _("They must stay at least %(metres)s metres away from a place of work that the court named."),
        "school": _("They must stay at least %(metres)s metres away from a school or nursery that the court named."),
        "family_home": _("They must stay at least %(metres)s metres away from the home of a relative or friend."),
        "worship": _("They must stay at least %(metres)s metres away from a place of worship that the court named."),
    }
    other = _("They must stay at least %(metres)s metres away from a place that the court named.")
    return kinds.get(str(figures.get("place_kind")), other) % _metres(figures)


def _not_evict(_f: Figures) -> str:
    return _("They must not make you leave the home that you share, lock you out, or keep you out in any other way.")


def _not_enter(_f: Figures) -> str:
    return _("They must not go into the home that you share or shared with them.")


def _leave(figures: Figures) -> str:
    if figures.get("leave_by"):
        return _("They must leave the home that you share with them by %(time)s.") % {"time": figures["leave_by"]}
    return _("They must leave the home that you share with them.")


def _posting(_f: Figures) -> str:
    return _("They must not post or share anything about you, online or anywhere else, or get somebody else to do it.")


def _others(figures: Figures) -> str:
    if figures.get("people"):
        return _("They must not contact certain people that the court named.")
    return _("They must not get anybody else to contact, follow or watch you.")


def _financial(_f: Figures) -> str:
    return _("There is something about money or belongings that they must not do. Ask us for its words.")


def _curfew(figures: Figures) -> str:
    return _("They must be at a place that the court named %(when)s.") % {"when": _when(figures)}


def _programme(_f: Figures) -> str:
    return _("They must go to a programme and take part in it.")


def _treatment(figures: Figures) -> str:
    said = {
        "alcohol": _("They must go to treatment for alcohol."),
        "drugs": _("They must go to treatment for drugs."),
    }
    return said.get(str(figures.get("treats")), _("They must go to treatment for alcohol or drugs."))


def _sign_on(figures: Figures) -> str:
    return _("They must sign on at a police station %(when)s.") % {"when": _when(figures)}


def _relationship(_f: Figures) -> str:
    return _("If they start a new relationship, they must tell the police who it is with.")


def _tag(figures: Figures) -> str:
    said = {
        "curfew": _("They must wear an electronic tag that checks whether they are where they must be."),
        "alcohol": _("They must wear an electronic tag that checks whether they have drunk alcohol."),
    }
    where = _("They must wear an electronic tag that checks where they are.")
    return said.get(str(figures.get("monitoring_kind")), where)


_SAYS: dict[str, Callable[[Figures], str]] = {
    "not_abuse": _not_abuse,
    "no_contact": _no_contact,
    "distance_from_home": _home,
    "distance_from_other_premises": _place,
    "not_evict": _not_evict,
    "not_enter": _not_enter,
    "leave_premises": _leave,
    "no_online_posting": _posting,
    "no_third_party_contact": _others,
    "financial": _financial,
    "curfew": _curfew,
    "programme": _programme,
    "alcohol_or_drug_treatment": _treatment,
    "station_sign_on": _sign_on,
    "notify_relationship": _relationship,
    "electronic_monitoring": _tag,
}


def _when(figures: Figures) -> str:
    hours = {"from": figures.get("from_time", ""), "to": figures.get("to_time", "")}
    between = _("between %(from)s and %(to)s") % hours if hours["from"] and hours["to"] else ""
    return f"{days_words(figures.get('days') or ())} {between}".strip()


def days_words(days: Any) -> str:
    """Days of the week as they are said: codes of the law, or numbers from Monday."""
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    codes = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    found = (codes.index(d) if d in codes else whole_number(d, 1) for d in days)
    numbers = sorted({n for n in found if n is not None})
    if len(numbers) in (0, 7):
        return _("every day")
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return _("%(first)s to %(last)s") % {"first": names[numbers[0]], "last": names[numbers[-1]]}
    return and_words([names[n] for n in numbers if n < len(names)])


def and_words(said: list[str]) -> str:
    """One thing, or several with "and" before the last; empty for none."""
    if len(said) < 2:
        return "".join(said)
    return _("%(some)s and %(last)s") % {"some": ", ".join(said[:-1]), "last": said[-1]}
