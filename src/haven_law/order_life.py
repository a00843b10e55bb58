"""When an order takes effect, how long it and its parts last, and where it stands. DAA 2021 s.38."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from haven_law.citation import daa
from haven_law.clock import aware, day_end, end_of, in_words, monitoring_last_day
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.terms import term_named

PERIOD, EVENT, FURTHER_ORDER = "period", "event", "further_order"
DURATIONS: dict[str, str] = {
    PERIOD: "for a stated period",
    EVENT: "until a stated event",
    FURTHER_ORDER: "until further order",
}


def ends_at(last_day: date) -> datetime:
    """Give the instant at which something that lasts to a day is over: the midnight that ends that day in London."""
    return end_of(last_day)


def order_duration(kind: str, made_on: date, last_day: date | None = None, event: str | None = None) -> Decision:
    """Whether an order may last as stated: a period, until an event, or until further order (s.38(3)).

    There is no shortest and no longest time. Raises ValueError for an unknown kind.
    """
    if kind not in DURATIONS:
        raise ValueError(f"'{kind}' is not a way in which an order ends.")
    provision = daa("38(3)")
    if kind == PERIOD and last_day is None:
        return refuse(provision, "Give the last day of the order.")
    if kind == PERIOD and last_day is not None and last_day < made_on:
        return refuse(provision, "The last day of the order is before the day it is made.")
    if kind != PERIOD and last_day is not None:
        return refuse(provision, f"An order that lasts {DURATIONS[kind]} has no last day.")
    if kind == EVENT and not (event or "").strip():
        return refuse(provision, "Say what event ends the order.")
    words = f"to the end of {in_words(last_day)}" if last_day else DURATIONS[kind]
    return allow(provision, f"The order lasts {words}.")


def requirement_period(
    term: str,
    starts_on: date,
    last_day: date | None = None,
    *,
    until_event: str | None = None,
    order_last_day: date | None = None,
    made_on: date | None = None,
) -> Decision:
    """Whether one requirement may last as stated (s.38(4)); a tag at most twelve months (s.38(5), A9).

    Raises ValueError for an unknown kind.
    """
    term_named(term)
    findings: list[Finding] = []
    provision = daa("38(4)")
    if made_on is not None and starts_on < made_on:
        findings.append(Finding(provision, False, "The requirement starts before the order is made."))
    if last_day is not None and last_day < starts_on:
        findings.append(Finding(provision, False, "The last day of the requirement is before it starts."))
    if last_day is not None and order_last_day is not None and last_day > order_last_day:
        findings.append(
            Finding(
                provision, False, f"The requirement lasts beyond the order, which ends on {in_words(order_last_day)}."
            )
        )
    if order_last_day is not None and starts_on > order_last_day:
        findings.append(Finding(provision, False, "The requirement starts after the order ends."))
    if not findings:
        words = f"to the end of {in_words(last_day)}" if last_day else until_event or "as long as the order"
        findings.append(Finding(provision, True, f"The requirement lasts {words}."))
    if term == "electronic_monitoring":
        findings.append(_monitoring_period(starts_on, last_day or order_last_day))
    return Decision(tuple(findings))


def _monitoring_period(starts_on: date, last_day: date | None) -> Finding:
    limit = monitoring_last_day(starts_on).last_day
    if last_day is None:
        return Finding(daa("38(5)"), False, f"A tag needs a last day, {in_words(limit)} at the latest.", "A9")
    if last_day > limit:
        return Finding(daa("38(5)"), False, f"A tag may last twelve months at most, here to {in_words(limit)}.", "A9")
    return Finding(daa("38(5)"), True, f"The tag ends within twelve months, by {in_words(limit)}.", "A9")


@dataclass(frozen=True)
class OrderTimes:
    """The instants an order lives by. ``proven`` False: made elsewhere, and the certified copy is not here yet."""

    effective_at: datetime | None
    ends_at: datetime | None = None
    ended_at: datetime | None = None
    proven: bool = True


ORDER_POSITIONS: dict[str, str] = {
    "waiting": "waiting for an earlier order to end",
    "in_force": "in force",
    "ended": "ended",
    "lawyer_must_decide": "a lawyer must decide",
}


def in_force(effective_at: datetime | None, ends: datetime | None, ended_at: datetime | None, at: datetime) -> bool:
    """Whether something that took effect, and may end, is in force at an instant; the end itself is outside (s.38)."""
    now = aware(at)
    if effective_at is None or now < aware(effective_at):
        return False
    return all(end is None or now < aware(end) for end in (ends, ended_at))


def order_position(times: OrderTimes, at: datetime) -> str:
    """Where an order stands at an instant: a code of ``ORDER_POSITIONS`` (s.38(1)-(3))."""
    if times.effective_at is None or aware(at) < aware(times.effective_at):
        return "waiting"
    if not in_force(times.effective_at, times.ends_at, times.ended_at, at):
        return "ended"
    return "in_force" if times.proven else "lawyer_must_decide"


def last_moment(last_day: date) -> datetime:
    """Give the last second of the last day, for showing; what lasts to a day is over at ``ends_at``."""
    return day_end(last_day)


def months_last_day(start: date, months: int) -> date:
    """Give the last of a number of months that begin with a day: the day before the same day of the month then.

    Where that month has no such day, its last day. Twelve months agree with ``clock.twelve_months_last_day`` (A9).
    Raises ValueError for less than one month.
    """
    if months < 1:
        raise ValueError("Months are counted from one.")
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return date(year, month + 1, start.day) - timedelta(days=1)
    except ValueError:
        return date(year, month + 2, 1) - timedelta(days=1)  # a month too short, so never December


def extension_starts(old_last_day: date) -> date:
    """Give the first day of an extension: the day after the old last day."""
    return old_last_day + timedelta(days=1)


ON_MAKING, ON_END_OF_ORDER = "on_making", "on_end_of_order"


def order_effect(rule: str, *, subject_to_another: bool | None = None) -> Decision:
    """Whether an order may take effect as stated: when made, or when an earlier order ends (s.38(1)-(2)).

    The second only where the subject is, on the day it is made, subject to another order. The Act knows no other later
    start. Raises ValueError for another rule.
    """
    if rule == ON_MAKING:
        return allow(daa("38(1)"), "The order takes effect when it is made.")
    if rule != ON_END_OF_ORDER:
        raise ValueError(f"'{rule}' is not a way in which an order takes effect.")
    if not subject_to_another:
        return refuse(daa("38(2)"), "The subject is not shown to be under another order, so this one takes effect now.")
    return allow(daa("38(2)"), "The order takes effect when the earlier order ends.")


def duration_words(kind: str, last_day: date | None = None, event: str | None = None) -> str:
    """Write how long an order or a requirement lasts, for the paper. Raises ValueError for an unknown kind."""
    if kind not in DURATIONS:
        raise ValueError(f"'{kind}' is not a way in which an order ends.")
    if kind == PERIOD and last_day is not None:
        return f"until the end of {in_words(last_day)}"
    if kind == EVENT and event:
        return f"until this event: {event.strip().rstrip('.')}"
    return DURATIONS[kind]


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    ends_at: ("38(3)",),
    order_duration: ("38(3)",),
    requirement_period: ("38(4)", "38(5)"),
    in_force: ("38(1)", "38(3)"),
    order_position: ("38(1)", "38(2)", "38(3)"),
    last_moment: ("38(3)",),
    months_last_day: ("38(3)", "38(4)", "38(5)"),
    extension_starts: ("44(9)", "44(10)"),
    order_effect: ("38(1)", "38(2)"),
    duration_words: ("38(3)",),
}
