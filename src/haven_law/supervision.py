"""Requirements to do something, and tags: who must do what while they last. DAA 2021 s.36(4)-(7), s.37(5) and (8).

What an order needs before it may hold them is in ``order_content``; whom the responsible person tells, in ``police``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from haven_law.calendar import Calendar
from haven_law.citation import daa
from haven_law.clock import day_end, in_words, working_day_after
from haven_law.findings import Decision, Finding
from haven_law.rule_days import beyond_calendar
from haven_law.terms import RESPONSIBLE_PERSON, term_named

REPORT_WORKING_DAYS = 1


def needs_responsible_person(term: str) -> Decision:
    """Whether a requirement needs a person who supervises it (s.36(2), (4)). Lawful True: it does.

    A requirement to do something does; electronic monitoring has rules of its own. Raises ValueError for another kind.
    """
    kind = term_named(term)
    if term == "electronic_monitoring":
        because = "Monitoring needs no responsible person under section 36; section 37 names who monitors."
        return Decision((Finding(daa("36(4)"), False, because),), (daa("37(6)"),))
    if RESPONSIBLE_PERSON in kind.order_needs:
        because = f"This makes the subject do something, so the order names who supervises it: {kind.label}."
        return Decision((Finding(daa("36(2)"), True, because),), (daa("36(3)"),))
    because = f"This is answered without a responsible person: {kind.label}."
    return Decision((Finding(daa("36(2)"), False, because, kind.duty_doubt),))


DUTIES: dict[str, tuple[str, str]] = {
    "arrange": ("36(5)(a)", "make the arrangements that the requirements need"),
    "promote": ("36(5)(b)", "promote the subject's compliance"),
    "tell_complied": ("36(5)(c)(i)", "tell the chief officer when the subject has complied with all of them"),
    "tell_failed": ("36(5)(c)(ii)", "tell the chief officer when the subject has failed to comply with one"),
}


def duties_of_responsible_person() -> Decision:
    """What the responsible person must do (s.36(5))."""
    return Decision(
        tuple(
            Finding(daa(section), True, f"The responsible person must {words}.") for section, words in DUTIES.values()
        ),
        (daa("36(6)"),),
    )


@dataclass(frozen=True, kw_only=True)
class ReportDue(Decision):
    """Whether, and by when, the responsible person tells the police; ``by`` is the last second of a day in London."""

    by_day: date | None = None

    @property
    def by(self) -> datetime | None:
        """The last second of the day."""
        return day_end(self.by_day) if self.by_day else None


def report_due(on: date, *, complied_with_all: bool, failed_one: bool, calendar: Calendar | None = None) -> ReportDue:
    """Whether and by when the responsible person must tell the police (s.36(5)(c), A19).

    When they consider that the subject complied with all the requirements or failed one of them. The Act gives no time;
    one working day is a rule of the force. ``on``: the day on which they came to that view.
    """
    if not (complied_with_all or failed_one):
        because = "Nothing must be told: the subject neither complied with all yet nor failed one."
        return ReportDue((Finding(daa("36(5)(c)"), False, because),))
    by = working_day_after(on, REPORT_WORKING_DAYS, calendar)
    section, words = DUTIES["tell_failed" if failed_one else "tell_complied"]
    because = f"The responsible person must {words}; by a rule of the force by the end of {in_words(by)}."
    findings = (Finding(daa(section), True, because, "A19"), *beyond_calendar(by, calendar))
    return ReportDue(findings, (daa("36(6)"),), by_day=by)


SUBJECT_DUTIES: dict[str, tuple[str, str]] = {
    "instructions": ("36(7)(a)", "keep in touch with the responsible person as instructed"),
    "address_changed": ("36(7)(b)", "tell the responsible person of the new home address"),
    "no_address": ("36(7)(c)", "tell the responsible person that they have no home address"),
}


def duty_to_responsible_person(event: str, *, has_supervised_requirement: bool) -> Decision:
    """What the subject owes the responsible person (s.36(7)): they are requirements of the order (s.39).

    The duty to the police (s.41(5)-(6)) stands beside it. ``event``: instructions, address_changed or no_address; raises
    ValueError for another.
    """
    if event not in SUBJECT_DUTIES:
        raise ValueError(f"'{event}' brings no duty towards a responsible person.")
    section, words = SUBJECT_DUTIES[event]
    if not has_supervised_requirement:
        return Decision((Finding(daa("36(7)"), False, "The order holds no requirement that somebody supervises."),))
    beside = {"address_changed": (daa("41(5)"),), "no_address": (daa("41(6)"),)}.get(event, ())
    return Decision((Finding(daa(section), True, f"The subject must {words}."),), (daa("39(1)"), *beside))


TAG_DUTIES: dict[str, tuple[str, str]] = {
    "fitting": ("37(8)(a)(i)", "have the equipment fitted or installed"),
    "inspection": ("37(8)(a)(ii)", "have the equipment inspected or repaired"),
    "interference": ("37(8)(b)", "not interfere with the equipment or its working"),
    "working_order": ("37(8)(c)", "do what is asked to keep the equipment in working order, such as charging it"),
}


def tag_duty(duty: str) -> Decision:
    """What a subject who wears a tag must do (s.37(8)): failing it is a breach of the order (s.39(1)).

    Raises ValueError for another duty.
    """
    if duty not in TAG_DUTIES:
        raise ValueError(f"'{duty}' is not a duty about monitoring.")
    section, words = TAG_DUTIES[duty]
    return Decision((Finding(daa(section), True, f"The subject must {words}."),), (daa("39(1)"),))


@dataclass(frozen=True, kw_only=True)
class NotifiedAreas(Decision):
    """The local justice areas for which monitoring must have been notified, and those for which it was not."""

    needed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def monitoring_areas(residence: str, places: Iterable[str] = (), *, notified: Iterable[str] = ()) -> NotifiedAreas:
    """For which local justice areas monitoring must be notified, and whether it is (s.37(4)(a), (5)).

    ``residence``: where the subject resides or will reside. ``places``: those of each curfew place and each forbidden
    place or area. ``notified``: the areas of which the court has been notified.
    """
    needed = tuple(dict.fromkeys([residence, *places]))
    known = {area.casefold() for area in notified}
    findings = []
    for number, area in enumerate(needed):
        section = "37(5)(a)" if number == 0 else "37(5)(b)"
        met = area.casefold() in known
        words = "is notified" if met else "is not notified"
        findings.append(Finding(daa(section), met, f"Monitoring {words} as available in {area}."))
    missing = tuple(area for area in needed if area.casefold() not in known)
    return NotifiedAreas(tuple(findings), (daa("37(4)(a)"),), needed=needed, missing=missing)


# What court staff give to who supervises or monitors (MCR 1981 r.22, CrimPR 2025 r.31.9).
PARTICULARS: dict[str, str] = {
    "name": "the subject's name",
    "address": "the subject's address",
    "telephone": "the subject's telephone number",
    "requirement": "the requirement",
    "duration": "how long it lasts",
    "place_and_times": "its place and times",
}


def particulars_complete(given: Iterable[str], *, subject_told_who: bool, court: str = "magistrates_court") -> Decision:
    """Whether who supervises or monitors was told all (MCR 1981 r.22; CrimPR 2025 r.31.9), and the subject told of them.

    ``given``: codes of ``PARTICULARS``. A variation is told in the same way. Raises ValueError for another code.
    """
    have = set(given)
    unknown = sorted(have - PARTICULARS.keys())
    if unknown:
        raise ValueError(f"'{unknown[0]}' is not a thing that is told.")
    rule = "MCR 1981 r.22" if court == "magistrates_court" else "CrimPR 2025 r.31.9"
    findings = [
        Finding(rule, code in have, f"{'Given' if code in have else 'Not given'}: {words}.")
        for code, words in PARTICULARS.items()
    ]
    told = "The subject was told who that is." if subject_told_who else "The subject must be told who that is."
    return Decision((*findings, Finding(rule, subject_told_who, told)))


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    needs_responsible_person: ("36(2)", "36(4)"),
    duties_of_responsible_person: ("36(5)",),
    report_due: ("36(5)",),
    duty_to_responsible_person: ("36(7)",),
    tag_duty: ("37(8)",),
    monitoring_areas: ("37(4)", "37(5)"),
    particulars_complete: ("MCR 1981 r.22", "CrimPR 2025 r.31.9"),
}
