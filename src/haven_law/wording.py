"""What a requirement says: for the court's and the officer's reading, and in plain words on the subject's paper.

No wording assumes who is man or woman, and none carries an address of the protected person: the distance term says
"any premises where they live" (s.23(1)(b), s.35(4)(b)).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Params = Mapping[str, object]

_PLACES = {
    "workplace": "a place of work",
    "school": "a school or nursery",
    "family_home": "the home of a relative or friend",
    "worship": "a place of worship",
    "other": "a place",
}
_TREATS = {"alcohol": "alcohol", "drugs": "drugs", "both": "alcohol and drugs"}
_MONITORED = {
    "location": "where {who} {are}",
    "curfew": "whether {who} {are} at home during the curfew",
    "alcohol": "whether {who} {have} drunk alcohol",
}


@dataclass(frozen=True)
class People:
    """How the paper speaks of the people: in the third person, or to the subject as "you"."""

    subject: str
    who: str
    their: str
    live: str
    are: str
    have: str
    protected: str


def _third(subject: str, protected: str) -> People:
    return People(subject, subject, "their", "lives", "is", "has", protected)


def _you(protected: str) -> People:
    return People("you", "you", "your", "live", "are", "have", protected)


def _text(params: Params, name: str) -> str:
    return str(params.get(name) or "").strip().rstrip(".")


def _needed(params: Params, name: str, blank: str) -> str:
    """Give what was filled in, or the name of the blank in brackets, for a preview."""
    return _text(params, name) or f"[{blank}]"


def _metres(params: Params) -> str:
    return f"{_needed(params, 'distance_m', 'distance')} metres"


def _days(params: Params) -> str:
    days = params.get("days")
    names = [str(day).capitalize() for day in days] if isinstance(days, list | tuple) else []
    if len(names) == 7:
        return "every day"
    return f"on {_joined(names)}" if names else "on [days]"


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _hours(params: Params) -> str:
    return f"between {_needed(params, 'from_time', 'time')} and {_needed(params, 'to_time', 'time')}"


def _home(params: Params, people: People) -> str:
    premises = _text(params, "premises")
    shared = f"the premises where {people.who} {people.live} with {people.protected}"
    return f"{shared}, {premises}" if premises else shared


def _place(params: Params) -> str:
    kind = _PLACES.get(_text(params, "place_kind"), "a place")
    if params.get("place_mode") == "named":
        return _needed(params, "place", "place")
    return _text(params, "description") or kind


def _provider(params: Params) -> str:
    return _needed(params, "provider", "who runs it")


def _programme(params: Params) -> str:
    return f"{_needed(params, 'programme', 'programme')}, run by {_provider(params)}"


def _station(params: Params) -> str:
    return _needed(params, "station", "police station")


def _clauses(params: Params) -> str:
    numbers = params.get("monitors")
    found = [str(number) for number in numbers] if isinstance(numbers, list | tuple) else []
    if not found:
        return "the requirements of this order"
    return f"{'clause' if len(found) == 1 else 'clauses'} {_joined(found)}"


# The legal wording: full, as on the order. Each function is named for its kind.


def _legal_not_abuse(params: Params, p: People) -> str:
    return f"must not be abusive towards {p.protected}"


def _legal_no_contact(params: Params, p: People) -> str:
    exception = _text(params, "exception")
    means = "by any means, directly or indirectly, and must not cause or encourage any other person to do so"
    return f"must not contact {p.protected} {means}" + (f", except {exception}" if exception else "")


def _legal_distance_from_home(params: Params, p: People) -> str:
    return f"must not come within {_metres(params)} of any premises where {p.protected} lives"


def _legal_distance_from_other(params: Params, p: People) -> str:
    return f"must not come within {_metres(params)} of {_place(params)}"


def _legal_not_evict(params: Params, p: People) -> str:
    return f"must not evict or exclude {p.protected} from {_home(params, p)}"


def _legal_not_enter(params: Params, p: People) -> str:
    return f"must not enter {_home(params, p)}"


def _legal_leave(params: Params, p: People) -> str:
    by = _text(params, "leave_by")
    return f"must leave {_home(params, p)}" + (f" by {by}" if by else " at once")


def _legal_no_posting(params: Params, p: People) -> str:
    return f"must not publish, or cause to be published, anything about {p.protected} on the internet or elsewhere"


def _legal_no_third_party(params: Params, p: People) -> str:
    people = _text(params, "people")
    if people:
        return f"must not contact {people} by any means, directly or indirectly"
    return f"must not ask, cause or encourage any other person to contact, follow or watch {p.protected}"


def _legal_financial(params: Params, p: People) -> str:
    return f"must not {_needed(params, 'prohibition', 'what is forbidden')}"


def _legal_curfew(params: Params, p: People) -> str:
    return f"must remain at {_needed(params, 'place', 'place')} {_hours(params)} {_days(params)}"


def _legal_programme(params: Params, p: People) -> str:
    sessions = params.get("sessions")
    count = f", for {sessions} {'session' if sessions == 1 else 'sessions'}" if sessions else ""
    return (
        f"must attend and take part in {_programme(params)}{count}, as instructed "
        "by the person responsible for supervising this requirement"
    )


def _legal_treatment(params: Params, p: People) -> str:
    treats = _TREATS.get(_text(params, "treats"), "alcohol or drugs")
    return (
        f"must attend treatment for {treats} given by {_provider(params)}, as instructed by the "
        "person responsible for supervising this requirement"
    )


def _legal_sign_on(params: Params, p: People) -> str:
    late = params.get("tolerance_minutes")
    grace = f" (up to {late} minutes late is allowed)" if late else ""
    return f"must sign on in person at {_station(params)} {_days(params)} {_hours(params)}{grace}"


def _legal_relationship(params: Params, p: People) -> str:
    days = _needed(params, "within_days", "number")
    return (
        f"must tell the police the name of any person with whom {p.who} {'begin' if p.who == 'you' else 'begins'} an "
        f"intimate personal relationship, within {days} {'day' if days == '1' else 'days'} of its beginning"
    )


def _legal_tag(params: Params, p: People) -> str:
    template = _MONITORED.get(_text(params, "monitoring_kind"), _MONITORED["location"])
    checks = template.format(who=p.who, are=p.are, have=p.have)
    monitor = _text(params, "monitor") or "the person named in this order"
    return (
        f"must submit to electronic monitoring of compliance with {_clauses(params)}, which records {checks}; the "
        f"person responsible for the monitoring is {monitor}; {p.who} must have the equipment fitted and inspected as "
        "asked, keep it working, and not interfere with it"
    )


_LEGAL: dict[str, Callable[[Params, People], str]] = {
    "not_abuse": _legal_not_abuse,
    "no_contact": _legal_no_contact,
    "distance_from_home": _legal_distance_from_home,
    "distance_from_other_premises": _legal_distance_from_other,
    "not_evict": _legal_not_evict,
    "not_enter": _legal_not_enter,
    "leave_premises": _legal_leave,
    "no_online_posting": _legal_no_posting,
    "no_third_party_contact": _legal_no_third_party,
    "financial": _legal_financial,
    "curfew": _legal_curfew,
    "programme": _legal_programme,
    "alcohol_or_drug_treatment": _legal_treatment,
    "station_sign_on": _legal_sign_on,
    "notify_relationship": _legal_relationship,
    "electronic_monitoring": _legal_tag,
}


# The plain wording: one or two short sentences.


def _plain_not_abuse(params: Params, p: People) -> str:
    return (
        f"{_cap(p.subject)} must not be abusive towards {p.protected}. That includes violence, threats, control, "
        "taking or withholding money, and anything else that harms or frightens them."
    )


def _plain_no_contact(params: Params, p: People) -> str:
    exception = _text(params, "exception")
    allowed = f" The only exception is: {exception}." if exception else ""
    return (
        f"{_cap(p.subject)} must not contact {p.protected} in any way: not in person, by phone, by message, online, or "
        f"through someone else.{allowed}"
    )


def _plain_distance_from_home(params: Params, p: People) -> str:
    return f"{_cap(p.subject)} must stay at least {_metres(params)} away from any premises where {p.protected} lives."


def _plain_distance_from_other(params: Params, p: People) -> str:
    return f"{_cap(p.subject)} must stay at least {_metres(params)} away from {_place(params)}."


def _plain_not_evict(params: Params, p: People) -> str:
    return (
        f"{_cap(p.subject)} must not make {p.protected} leave {_home(params, p)}, lock them out, or keep them out in "
        "any other way."
    )


def _plain_not_enter(params: Params, p: People) -> str:
    return f"{_cap(p.subject)} must not go into {_home(params, p)}."


def _plain_leave(params: Params, p: People) -> str:
    by = _text(params, "leave_by")
    return f"{_cap(p.subject)} must leave {_home(params, p)}" + (f" by {by}." if by else " now.")


def _plain_no_posting(params: Params, p: People) -> str:
    return (
        f"{_cap(p.subject)} must not post or share anything about {p.protected} online or anywhere else, or get "
        "someone else to do it."
    )


def _plain_no_third_party(params: Params, p: People) -> str:
    people = _text(params, "people")
    if people:
        return f"{_cap(p.subject)} must not contact {people} in any way."
    return f"{_cap(p.subject)} must not get anybody else to contact, follow or watch {p.protected}."


def _plain_financial(params: Params, p: People) -> str:
    return f"{_cap(p.subject)} must not {_needed(params, 'prohibition', 'what is forbidden')}."


def _plain_curfew(params: Params, p: People) -> str:
    return f"{_cap(p.subject)} must be at {_needed(params, 'place', 'place')} {_hours(params)} {_days(params)}."


def _plain_programme(params: Params, p: People) -> str:
    sessions = params.get("sessions")
    count = f" There {'is 1 session' if sessions == 1 else f'are {sessions} sessions'}." if sessions else ""
    return f"{_cap(p.subject)} must go to {_programme(params)}, and take part.{count}"


def _plain_treatment(params: Params, p: People) -> str:
    treats = _TREATS.get(_text(params, "treats"), "alcohol or drugs")
    return f"{_cap(p.subject)} must go to treatment for {treats} with {_provider(params)}."


def _plain_sign_on(params: Params, p: People) -> str:
    return f"{_cap(p.subject)} must go to {_station(params)} and sign on {_days(params)} {_hours(params)}."


def _plain_relationship(params: Params, p: People) -> str:
    days = _needed(params, "within_days", "number")
    return (
        f"If {p.who} {'start' if p.who == 'you' else 'starts'} a new relationship, {p.who} must tell the police that "
        f"person's name within {days} {'day' if days == '1' else 'days'}."
    )


def _plain_tag(params: Params, p: People) -> str:
    return (
        f"{_cap(p.subject)} must wear an electronic tag that checks {_clauses(params)}. {_cap(p.subject)} must let it "
        "be fitted and checked, keep it charged and working, and not damage or remove it."
    )


_PLAIN: dict[str, Callable[[Params, People], str]] = {
    "not_abuse": _plain_not_abuse,
    "no_contact": _plain_no_contact,
    "distance_from_home": _plain_distance_from_home,
    "distance_from_other_premises": _plain_distance_from_other,
    "not_evict": _plain_not_evict,
    "not_enter": _plain_not_enter,
    "leave_premises": _plain_leave,
    "no_online_posting": _plain_no_posting,
    "no_third_party_contact": _plain_no_third_party,
    "financial": _plain_financial,
    "curfew": _plain_curfew,
    "programme": _plain_programme,
    "alcohol_or_drug_treatment": _plain_treatment,
    "station_sign_on": _plain_sign_on,
    "notify_relationship": _plain_relationship,
    "electronic_monitoring": _plain_tag,
}


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def legal_wording(
    term: str,
    params: Params | None = None,
    *,
    subject: str = "the subject",
    protected: str = "the protected person",
    you: bool = False,
) -> str:
    """Write a requirement as the notice or order states it, one sentence.

    ``you``: spoken to the subject, as on their paper. Names may be given for both people, never an address. Raises
    ValueError for an unknown kind.
    """
    write = _LEGAL.get(term)
    if write is None:
        raise ValueError(f"'{term}' is not a kind of requirement.")
    people = _you(protected) if you else _third(subject, protected)
    return f"{_cap(people.subject)} {write(params or {}, people)}."


def plain_wording(
    term: str,
    params: Params | None = None,
    *,
    subject: str = "the subject",
    protected: str = "the protected person",
    you: bool = False,
) -> str:
    """Write a requirement in plain words. Arguments and errors as for ``legal_wording``."""
    write = _PLAIN.get(term)
    if write is None:
        raise ValueError(f"'{term}' is not a kind of requirement.")
    return write(params or {}, _you(protected) if you else _third(subject, protected))
