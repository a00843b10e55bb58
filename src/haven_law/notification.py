"""What a person under an order must tell the police, by when, where and how. DAA 2021 s.41 and s.42.

The offences are in ``notification_offences``. There is no yearly notification again, and no duty about travel or
absence: the Act knows five events only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from haven_law.citation import daa
from haven_law.clock import NOTIFICATION_DAYS, day_end, in_words, start_of
from haven_law.findings import Decision, Finding

ORDER_MADE, NAME_USED, ADDRESS_CHANGED, NO_ADDRESS = "order_made", "name_used", "address_changed", "no_address"
DUTY_BEGINS_AGAIN = "duty_begins_again"

NAMES, HOME_ADDRESS, THE_NAME, NEW_ADDRESS, HAVING_NONE = (
    "every name that they use",
    "their home address",
    "the name",
    "the new home address",
    "that they have no home address",
)
# event: provision, what happened, what must be given.
EVENTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    ORDER_MADE: (daa("41(2)"), "the order was made", (NAMES, HOME_ADDRESS)),
    NAME_USED: (daa("41(4)"), "they first used a name that was not notified", (THE_NAME,)),
    ADDRESS_CHANGED: (daa("41(5)"), "they changed home address", (NEW_ADDRESS,)),
    NO_ADDRESS: (daa("41(6)"), "they ceased to have a home address", (HAVING_NONE,)),
    DUTY_BEGINS_AGAIN: (daa("41(9)"), "what had switched the duty off came to its end", (NAMES, HOME_ADDRESS)),
}
NOT_EVENTS: dict[str, str] = {
    "yearly": "a year has passed",
    "travel": "they leave the country",
    "absence": "they are away from home",
}


@dataclass(frozen=True, kw_only=True)
class NotificationDue(Decision):
    """A duty to notify: its last day, the last second of that day in London, and what must be given."""

    event: str = ORDER_MADE
    event_day: date = date.min
    last_day: date = date.min
    notify_by: datetime | None = None
    information: tuple[str, ...] = ()


def notification_due(event: str, event_day: date) -> NotificationDue:
    """By when an event must be notified: three days beginning with its day, whatever days they are (s.41(2)-(6), (9)).

    The day of the event is the first of the three. For the order itself that is the day it is made, not the day it is
    served (A10). Raises ValueError for another event.
    """
    if event not in EVENTS:
        raise ValueError(f"'{event}' is not an event that must be notified.")
    provision, happened, information = EVENTS[event]
    last = event_day + timedelta(days=NOTIFICATION_DAYS - 1)
    because = f"On {in_words(event_day)} {happened}; they must notify {' and '.join(information)} by the end of "
    finding = Finding(provision, True, f"{because}{in_words(last)}.", "A10" if event == ORDER_MADE else None)
    cited = (daa("41(2)"), daa("41(3)"), daa("42(1)")) if NAMES in information else (daa("42(1)"),)
    return NotificationDue(
        (finding,),
        cited,
        event=event,
        event_day=event_day,
        last_day=last,
        notify_by=day_end(last),
        information=information,
    )


def must_be_notified(event: str) -> Decision:
    """Whether something that happens must be notified at all (s.41(2)-(6)): only the events of the Act.

    Raises ValueError for a code that is neither in ``EVENTS`` nor in ``NOT_EVENTS``.
    """
    if event in EVENTS:
        provision, happened, _ = EVENTS[event]
        return Decision((Finding(provision, True, f"It must be notified when {happened}."),))
    if event in NOT_EVENTS:
        because = f"The Act asks for no notification because {NOT_EVENTS[event]}; the order itself may."
        return Decision((Finding(daa("41(1)"), False, because),))
    raise ValueError(f"'{event}' is not an event that must be notified.")


ANOTHER_ORDER, SEXUAL_OFFENCES, STALKING = "another_order", "sexual_offences_2003_part_2", "stalking_2019_s9"
SWITCHES: dict[str, tuple[str, str]] = {
    ANOTHER_ORDER: (daa("41(8)(a)"), "they are subject to an earlier domestic abuse protection order"),
    SEXUAL_OFFENCES: (daa("41(8)(b)"), "they notify under Part 2 of the Sexual Offences Act 2003"),
    STALKING: (daa("41(8)(b)"), "they notify under section 9 of the Stalking Protection Act 2019"),
}


@dataclass(frozen=True)
class Switch:
    """Something that switches the duty off while it lasts (s.41(8)).

    ``ceases_on``: the day on which the person ceases to be subject to it, from which day the duty runs; for an order
    that lasts to the end of a day, the next day. None: no end is known. Only an ``earlier`` order switches off (A24).
    """

    kind: str
    from_day: date
    ceases_on: date | None = None
    earlier: bool = True

    def __post_init__(self) -> None:
        if self.kind not in SWITCHES:
            raise ValueError(f"'{self.kind}' does not switch off a duty to notify.")
        if self.ceases_on is not None and self.ceases_on < self.from_day:
            raise ValueError("What switches off the duty to notify ends before it starts.")

    def holds(self, on: date) -> bool:
        """Whether the duty is off because of it on a day."""
        if self.kind == ANOTHER_ORDER and not self.earlier:
            return False
        return self.from_day <= on and (self.ceases_on is None or on < self.ceases_on)


def notification_applies(on: date, *, subject_to_order: bool, switches: Iterable[Switch] = ()) -> Decision:
    """Whether the duties to notify apply to a person on a day (s.41(1), (8) and (9)).

    Not while an earlier order, Part 2 of the Sexual Offences Act 2003 or s.9 of the Stalking Protection Act 2019 has
    them notify already. Of two orders the first carries the duty (A24).
    """
    if not subject_to_order:
        because = f"They are not subject to a domestic abuse protection order on {in_words(on)}."
        return Decision((Finding(daa("41(1)"), False, because),))
    given = tuple(switches)
    findings = [
        Finding(SWITCHES[switch.kind][0], False, f"The duty is off: {SWITCHES[switch.kind][1]}.", _point(switch))
        for switch in given
        if switch.holds(on)
    ]
    if findings:
        return Decision(tuple(findings), (daa("41(8)"),))
    a24 = "A24" if any(switch.kind == ANOTHER_ORDER for switch in given) else None
    because = f"They are subject to an order on {in_words(on)} and nothing switches off the duty to notify."
    return Decision((Finding(daa("41(1)"), True, because, a24),), (daa("41(8)"),))


def _point(switch: Switch) -> str | None:
    return "A24" if switch.kind == ANOTHER_ORDER else None


@dataclass(frozen=True)
class Happening:
    """A name first used, a change of home address, or the loss of one, and its day (s.41(4)-(6))."""

    event: str
    day: date


def notification_duties(
    made_on: date,
    *,
    happenings: Iterable[Happening] = (),
    switches: Iterable[Switch] = (),
    ceased_on: date | None = None,
) -> tuple[NotificationDue, ...]:
    """Every duty to notify that an order has brought, in order of its event (s.41(2)-(6), (8)-(9), A24).

    The first notification is due from the making, or from the day on which what switched it off came to its end; each
    time that happens again, all of it is due again (s.41(9)). ``ceased_on``: the day from which the person was not
    subject to the order any more; no later event brings a duty. Raises ValueError for another event.
    """
    given = tuple(switches)
    found = [_first(made_on, day) for day in _begins(made_on, given, ceased_on)]
    for happening in happenings:
        if happening.event not in (NAME_USED, ADDRESS_CHANGED, NO_ADDRESS):
            raise ValueError(f"'{happening.event}' is not an event that must be notified.")
        subject = made_on <= happening.day and (ceased_on is None or happening.day < ceased_on)
        if notification_applies(happening.day, subject_to_order=subject, switches=given).lawful:
            found.append(notification_due(happening.event, happening.day))
    if any(switch.kind == ANOTHER_ORDER for switch in given):
        found = [_with_a24(due) for due in found]
    return tuple(sorted(found, key=lambda due: (due.event_day, list(EVENTS).index(due.event))))


def _first(made_on: date, day: date) -> NotificationDue:
    return notification_due(ORDER_MADE if day == made_on else DUTY_BEGINS_AGAIN, day)


def _begins(made_on: date, switches: tuple[Switch, ...], ceased_on: date | None) -> list[date]:
    """Days on which the whole notification is due: the making unless off, and each end of being off."""
    candidates = {made_on, *(s.ceases_on for s in switches if s.ceases_on is not None and s.ceases_on > made_on)}
    days = []
    for day in sorted(candidates):
        if (ceased_on is not None and day >= ceased_on) or any(switch.holds(day) for switch in switches):
            continue
        was_off = any(switch.holds(day - timedelta(days=1)) for switch in switches)
        if day == made_on or was_off:
            days.append(day)
    return days


def _with_a24(due: NotificationDue) -> NotificationDue:
    point = ", ".join(filter(None, (due.findings[0].ambiguity, "A24")))
    return replace(due, findings=(replace(due.findings[0], ambiguity=point),))


@dataclass(frozen=True, kw_only=True)
class PoliceArea(Decision):
    """The police area in which notification is given; None when it is not known."""

    area: str | None = None


def appropriate_police_area(
    home_area: str | None,
    court_area: str | None,
    *,
    event: str = ORDER_MADE,
    new_home_area: str | None = None,
) -> PoliceArea:
    """In which police area a person notifies (s.42(2)-(3)).

    That of the home address in England and Wales, for a change of address that of the new one; with no home address
    there, that of the court that last made an order against them. ``home_area`` None: no home address in England and
    Wales. Raises ValueError for another event.
    """
    if event not in EVENTS:
        raise ValueError(f"'{event}' is not an event that must be notified.")
    home = new_home_area if event == ADDRESS_CHANGED else None if event == NO_ADDRESS else home_area
    if home:
        provision = daa("42(3)") if event == ADDRESS_CHANGED else daa("42(2)(a)")
        because = (
            f"They notify in the police area of {'the new' if event == ADDRESS_CHANGED else 'their'} home: {home}."
        )
        return PoliceArea((Finding(provision, True, because),), (daa("42(2)"),), area=home)
    if court_area:
        because = (
            "With no home address in England and Wales they notify in the police area of the court that last made an "
            f"order against them: {court_area}."
        )
        return PoliceArea((Finding(daa("42(2)(b)"), True, because),), (daa("42(2)"),), area=court_area)
    because = "Give the police area of their home, or of the court that last made an order against them."
    return PoliceArea((Finding(daa("42(2)"), False, because),))


TAKEN_BY: dict[str, str] = {
    "police_officer": "a police officer",
    "authorised": "a person authorised by the officer in charge of the station",
    "other": "somebody else",
}


def notification_given(
    *,
    at_station: bool,
    spoken: bool,
    taken_by: str,
    station_area: str,
    area: PoliceArea | str,
) -> Decision:
    """Whether a notification was given as it must be (s.42(1)-(3)).

    At a police station in the appropriate area, by word of mouth, to a police officer or an authorised person. An
    email, a call or a letter is none. Raises ValueError for another ``taken_by``.
    """
    if taken_by not in TAKEN_BY:
        raise ValueError(f"'{taken_by}' does not take notifications.")
    wanted = area.area if isinstance(area, PoliceArea) else area
    right_area = wanted is not None and station_area.casefold() == wanted.casefold()
    right_person = taken_by != "other"
    findings = (
        Finding(
            daa("42(1)(a)"),
            at_station,
            "They attended at a police station." if at_station else "They must attend at a police station.",
        ),
        Finding(
            daa("42(2)"),
            right_area,
            f"The station is in the right police area: {station_area}."
            if right_area
            else f"The station is in the police area {station_area}, and must be in {wanted or 'the one of their home'}.",
        ),
        Finding(
            daa("42(1)(b)"),
            spoken,
            "It was given by word of mouth." if spoken else "It must be given by word of mouth.",
        ),
        Finding(
            daa("42(1)(b)(i)") if taken_by == "police_officer" else daa("42(1)(b)(ii)"),
            right_person,
            f"It was taken by {TAKEN_BY[taken_by]}."
            if right_person
            else "It must be taken by a police officer or a person authorised by the officer in charge of the station.",
        ),
    )
    return Decision(findings)


def acknowledgement(*, in_writing: bool, directed_form: bool) -> Decision:
    """Whether a notification was acknowledged as it must be: in writing, in the form directed (s.42(4)).

    It is a duty of the police; the notification counts without it.
    """
    return Decision(
        (
            Finding(
                daa("42(4)(a)"),
                in_writing,
                "The notification was acknowledged in writing."
                if in_writing
                else "The notification must be acknowledged in writing.",
            ),
            Finding(
                daa("42(4)(b)"),
                directed_form,
                "The acknowledgement is in the form directed by the Secretary of State."
                if directed_form
                else "The acknowledgement must be in the form directed by the Secretary of State.",
            ),
        )
    )


def identity_request(*, when_notifying: bool, to_verify_identity: bool) -> Decision:
    """Whether fingerprints or a photograph may be asked for (s.42(5)-(6)): when notifying, to verify identity only."""
    return Decision(
        (
            Finding(
                daa("42(5)"),
                when_notifying,
                "The person is giving a notification."
                if when_notifying
                else "Fingerprints and photographs may be asked for only when the person gives a notification.",
            ),
            Finding(
                daa("42(6)"),
                to_verify_identity,
                "It is for verifying who they are."
                if to_verify_identity
                else "Fingerprints and photographs may be taken only for verifying who they are.",
            ),
        )
    )


def further_requirement(*, regulations: str | None = None) -> Decision:
    """Whether a court may add a further duty to notify (s.41(7)): only if regulations specify it.

    They need the approval of both Houses (s.87(6)). None were found, which is believed and not certain.
    ``regulations``: the instrument that specifies the duty, if there is one now.
    """
    if regulations and regulations.strip():
        because = f"Regulations specify it: {regulations.strip()}."
        return Decision((Finding(daa("41(7)"), True, because),), (daa("87(6)(a)"),))
    because = "No regulations that specify further duties to notify were found; a requirement of the order may do."
    return Decision((Finding(daa("41(7)"), False, because, confirmed=False),), (daa("87(6)(a)"), daa("35(1)")))


@dataclass(frozen=True, kw_only=True)
class Alleged(Decision):
    """From when a failure to notify is alleged, if at all yet: an instant, the start of a day in London."""

    from_at: datetime | None = None
    from_day: date | None = None


def alleged_from(due: NotificationDue, *, knew_on: date | None) -> Alleged:
    """From when a failure may be alleged (s.41(2), s.43(1)(a), A10): not before three days from knowing of the order.

    ``knew_on``: the day on which the order was served, or on which the person is shown to have known of it; for one who
    was present, the day it was made; None while neither is known: then nothing is alleged yet. The time before service
    is treated as a reasonable excuse; the statutory last day stays as it is.
    """
    if knew_on is None:
        because = "They are not shown to have known of the order yet; that is treated as a reasonable excuse."
        return Alleged((Finding(daa("43(1)(a)"), False, because, "A10"),), (daa("41(2)"),))
    excused_until = knew_on + timedelta(days=NOTIFICATION_DAYS)
    day = max(due.last_day + timedelta(days=1), excused_until)
    late = excused_until > due.last_day + timedelta(days=1)
    because = f"A failure to notify is alleged from {in_words(day)}"
    because += (
        ", three days from when they knew of the order having passed." if late else ", the last day having passed."
    )
    finding = Finding(daa("43(1)(a)"), True, because, "A10" if late else None)
    return Alleged((finding,), (daa("41(2)"), daa("43(4)")), from_at=start_of(day), from_day=day)


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    notification_due: ("41(2)", "41(3)", "41(4)", "41(5)", "41(6)", "41(9)"),
    must_be_notified: ("41(2)", "41(4)", "41(5)", "41(6)"),
    notification_applies: ("41(8)", "41(9)"),
    notification_duties: ("41(2)", "41(4)", "41(5)", "41(6)", "41(8)", "41(9)"),
    further_requirement: ("41(7)",),
    appropriate_police_area: ("42(2)", "42(3)"),
    notification_given: ("42(1)", "42(2)"),
    acknowledgement: ("42(4)",),
    identity_request: ("42(5)", "42(6)"),
    alleged_from: ("41(2)", "43(1)"),
}
