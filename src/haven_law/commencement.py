"""Which provisions are in force where and when, and what the savings keep. DAA 2021 s.55, s.89, s.90; SI 2024/1191.

The areas themselves are a dated table in ``areas``. Instruments: No.6 (SI 2024/1191), No.7 (SI 2025/261), No.8
(SI 2025/319) and No.9 (SI 2025/515) with their amendments; the end moved twice, each time in the last days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from haven_law.areas import EXTENDED_BY, LAST_DAY, SAVINGS, SHIPPED_AREAS, AreaRow, area_days_left, area_in_force
from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.findings import Decision, Finding, allow, lawyer, refuse

FIRST_DAY = date(2024, 11, 27)
WARN_DAYS = 14


@dataclass(frozen=True)
class Instrument:
    """A statutory instrument of the pilot: what it does from a day on."""

    number: str
    from_day: date
    does: str


INSTRUMENTS: tuple[Instrument, ...] = (
    Instrument(
        "SI 2024/1191",
        date(2024, 11, 27),
        "brings Part 3 into force in Bromley, Croydon, Sutton and Greater Manchester, and the sections on breach, "
        "notification and appeals everywhere, to 26 November 2025",
    ),
    Instrument("SI 2025/261", date(2025, 3, 5), "names Cleveland, imprecisely"),
    Instrument("SI 2025/319", date(2025, 3, 11), "names the four districts of Cleveland"),
    Instrument("SI 2025/515", date(2025, 4, 28), "names the six counties of North Wales"),
    Instrument("SI 2025/1222", date(2025, 11, 21), "moves the end from 26 November 2025 to 31 March 2026"),
    Instrument(EXTENDED_BY, date(2026, 3, 25), "moves the end from 31 March 2026 to 24 November 2026"),
)


@dataclass(frozen=True)
class KnownEnd:
    """What the last day of the pilot was understood to be, seen from a day."""

    seen_from: date
    last_day: date
    instrument: str


KNOWN_ENDS: tuple[KnownEnd, ...] = (
    KnownEnd(FIRST_DAY, date(2025, 11, 26), "SI 2024/1191"),
    KnownEnd(date(2025, 11, 21), date(2026, 3, 31), "SI 2025/1222"),
    KnownEnd(date(2026, 3, 25), LAST_DAY, EXTENDED_BY),
)


def known_end(seen_on: date) -> KnownEnd | None:
    """What the last day of the pilot was in the law as it stood on a day (s.90(9)); None before it began."""
    known = [end for end in KNOWN_ENDS if end.seen_from <= seen_on]
    return known[-1] if known else None


_EVERYWHERE = frozenset({26, 30, 39, 40, 41, 42, 43, 46, 47, 50, 53, 54, 56})
_NOT_COMMENCED = frozenset({55})
_AREA_BOUND = frozenset(range(22, 57)) - _EVERYWHERE - _NOT_COMMENCED
SCHEDULE_1 = "Sch.1"


def section_in_force(
    section: int | str, on: date, area: str | None = None, rows: Iterable[AreaRow] = SHIPPED_AREAS
) -> Decision:
    """Whether a section of Part 3, or Schedule 1, is in force on a day, in an area where it is bound to one (s.90).

    Breach, notification, appeals to a higher court, guidance, interpretation and Schedule 1 are in force in all of
    England and Wales for the time of the pilot; s.55 nowhere; the rest in the pilot areas. Raises ValueError for
    another section, or an area-bound one without an area.
    """
    if section != SCHEDULE_1 and section not in _EVERYWHERE | _AREA_BOUND | _NOT_COMMENCED:
        raise ValueError(f"'{section}' is not a section of Part 3.")
    if section in _NOT_COMMENCED:
        return older_regime_repealed()
    if section in _AREA_BOUND:
        if area is None:
            raise ValueError(f"Section {section} is in force in some areas only; give the area.")
        return area_in_force(area, on, rows).decision
    named = f"Section {section}" if section != SCHEDULE_1 else "Schedule 1"
    if on < FIRST_DAY:
        return refuse("SI 2024/1191 reg.3(2)", f"{named} was not in force before {in_words(FIRST_DAY)}.")
    if on > LAST_DAY:
        return _everywhere_after_the_end(named, [row for row in rows if row.covers(on)])
    return Decision((Finding("SI 2024/1191 reg.3(2)", True, f"{named} is in force in all of England and Wales."),))


def _everywhere_after_the_end(named: str, covering: list[AreaRow]) -> Decision:
    """What holds everywhere after the last known day: a newer row for an area is taken to carry it on, not confirmed."""
    if not covering:
        because = f"{named} was in force everywhere to {in_words(LAST_DAY)}; look for a newer instrument."
        return Decision((Finding(EXTENDED_BY, None, because, "A12"),), (SAVINGS,))
    newer = covering[-1].instrument
    because = f"{named} is taken to be in force everywhere still, since {newer} carries the pilot on in an area."
    return Decision((Finding("SI 2024/1191 reg.3(2)", True, because, "A12", confirmed=False),), (daa("90(9)"),))


def older_regime_repealed() -> Decision:
    """Whether the domestic violence notices and orders of 2010 are repealed (s.55): no, s.55 is not in force anywhere.

    They remain law everywhere, in pilot areas too.
    """
    because = "Section 55 is not in force: domestic violence protection notices and orders remain law everywhere."
    return Decision((Finding(daa("55(1)"), False, because),), ("SI 2024/1191 reg.2",))


def connecting_area(subject_area: str, protected_area: str | None = None, *, reason: str | None = None) -> Decision:
    """Which area decides whether the provisions apply (A11): where the subject resides.

    The protected person may live elsewhere. Another area may be taken only with a recorded reason, which a lawyer then
    decides on.
    """
    if reason and reason.strip():
        because = f"The area of the subject's residence ({subject_area}) was set aside: {reason.strip()}"
        return lawyer(daa("90(7)"), because, "A11")
    elsewhere = f"; the protected person lives in {protected_area}, which does not matter" if protected_area else ""
    because = f"The subject resides in {subject_area}{elsewhere}."
    return Decision((Finding(daa("90(7)"), True, because, "A11"),))


def offered_on_screen(
    area: str, on: date, force_live_from: date | None, rows: Iterable[AreaRow] = SHIPPED_AREAS
) -> Decision:
    """Whether police applications are offered for an area on a day (A22): in force there, and the force gone live.

    ``force_live_from``: the day on which the force went live in the district; None: not yet. The first finding decides
    what is valid, the second only what the screen offers; register and breach work everywhere.
    """
    law = area_in_force(area, on, rows)
    live = force_live_from is not None and force_live_from <= on
    if live and force_live_from is not None:
        because = f"The force has been live there since {in_words(force_live_from)}."
    else:
        because = "The force is not live there yet; the law may be in force all the same."
    return Decision((*law.decision.findings, Finding(daa("90(7)"), live, because, "A22")), law.decision.citations)


def end_warning(area: str, on: date, rows: Iterable[AreaRow] = SHIPPED_AREAS) -> Decision:
    """Whether the end of an area must be warned of (A23): from 14 days before its last day, which counts whole.

    Lawful True: warn. Not met where it is further off, not known, or over.
    """
    left = area_days_left(area, on, tuple(rows))
    if left is None:
        return Decision((Finding(daa("90(8)"), False, f"No end lies ahead in {area}, or it is not in force there."),))
    last = on + timedelta(days=left)
    days = "today" if left == 0 else f"in {left} day{'' if left == 1 else 's'}"
    because = f"The last day in {area} is {in_words(last)} ({days}), the whole of it included."
    return Decision((Finding(daa("90(8)"), left <= WARN_DAYS, because, "A23"),), (daa("90(9)"),))


# Each instrument saves what was live or pending in its own areas.
SAVINGS_OF: dict[str, str] = {
    "SI 2024/1191": "SI 2024/1191 reg.4",
    "SI 2025/319": "SI 2025/319 reg.4",
    "SI 2025/515": SAVINGS,
}
SAVED: dict[str, str] = {
    "live_notice": "a notice that was live",
    "live_order": "an order that was live",
    "leave_pending": "an application for leave that was pending",
    "application_pending": "an application for an order that was pending",
    "own_motion_pending": "proceedings in which the court could make an order of its own motion",
    "appeal_pending": "an appeal that was pending",
    "refusal_in_time": "a refusal that could still be appealed",
}
NOT_SAVED: dict[str, str] = {
    "authorised_not_served": "a notice that was authorised and not served",
    "nothing": "nothing that was live or pending",
}


def saved_at_end(what: str, on: date, last_day: date = LAST_DAY, *, instrument: str = "SI 2025/515") -> Decision:
    """Whether something goes on after the end of the period (SI 2024/1191 reg.4 and its like; A12, A27).

    Live notices and orders, pending applications, proceedings and appeals, and refusals still in time for one go on,
    for making, enforcement, variation, discharge and appeal. A notice authorised and not served is for a lawyer. On a
    day of the period nothing needs saving. ``instrument``: the one that brought the area in. Raises ValueError for
    another code or instrument.
    """
    if what not in SAVED | NOT_SAVED:
        raise ValueError(f"'{what}' is not a thing that the savings speak of.")
    if instrument not in SAVINGS_OF:
        raise ValueError(f"'{instrument}' is not an instrument with savings.")
    savings = SAVINGS_OF[instrument]
    if on <= last_day:
        return allow(daa("90(8)"), f"The period lasts to the end of {in_words(last_day)}; nothing needs saving yet.")
    if what in SAVED:
        return Decision((Finding(savings, True, f"The savings keep {SAVED[what]}.", "A12"),), (daa("90(8)(b)"),))
    if what == "authorised_not_served":
        because = "The savings speak of a live notice; this one was authorised and not served when the period ended."
        return lawyer(savings, because, "A27")
    return Decision((Finding(savings, False, "There is nothing that the savings would keep.", "A12"),))


SCOTLAND, NORTHERN_IRELAND, ENGLAND_AND_WALES = "scotland", "northern_ireland", "england_and_wales"
_PLACES = {ENGLAND_AND_WALES: "England and Wales", SCOTLAND: "Scotland", NORTHERN_IRELAND: "Northern Ireland"}


def effective_in(kind: str, place: str, *, limited_to: str | None = None) -> Decision:
    """Whether a notice (s.22(7)) or a requirement of an order (s.38(7)) has effect in a place: all of the kingdom.

    ``limited_to``: the locality to which the order expressly limits the requirement, if any. Raises ValueError for
    another kind or place.
    """
    if kind not in ("notice", "order"):
        raise ValueError(f"'{kind}' is neither a notice nor an order.")
    if place not in _PLACES:
        raise ValueError(f"'{place}' is not a part of the United Kingdom.")
    provision = daa("22(7)") if kind == "notice" else daa("38(7)")
    if kind == "order" and limited_to:
        return Decision(
            (
                Finding(
                    provision, None, f"The order limits it to {limited_to}; look whether that is there.", for_you=True
                ),
            )
        )
    return allow(provision, f"It has effect in all parts of the United Kingdom, so in {_PLACES[place]}.")


def offence_there(place: str) -> Decision:
    """Whether breach of an order in a place is an offence (s.39(1), s.89(1)): in England and Wales; elsewhere A13.

    Raises ValueError for another place.
    """
    if place not in _PLACES:
        raise ValueError(f"'{place}' is not a part of the United Kingdom.")
    if place == ENGLAND_AND_WALES:
        return allow(daa("39(1)"), "The offence extends to all of England and Wales, whatever court made the order.")
    because = f"The requirement has effect in {_PLACES[place]}, but the offence extends to England and Wales only."
    return Decision((Finding(daa("89(1)"), None, because, "A13"),), (daa("38(7)"), daa("39(1)")))


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    known_end: ("90(9)",),
    section_in_force: ("90(7)", "90(8)", "SI 2024/1191 reg.3(2)"),
    older_regime_repealed: ("55(1)",),
    connecting_area: ("90(7)",),
    offered_on_screen: ("90(7)",),
    end_warning: ("90(8)",),
    saved_at_end: ("90(8)", "SI 2025/515 reg.3"),
    effective_in: ("22(7)", "38(7)"),
    offence_there: ("39(1)", "89(1)"),
}
