"""``haven law explain``: the working behind an answer, for a person to read and check.

The answer comes from the same functions as ``haven law answer``; here it is laid out with the facts, the reckoning day
by day, every finding with its provision, the unsettled points and the sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from textwrap import wrap
from typing import Any

from haven_law import clock
from haven_law.ambiguities import explain as unsettled_points
from haven_law.answering import Answer, question_named
from haven_law.applications import COURTS, Route
from haven_law.areas import AreaAnswer
from haven_law.asking import Fields
from haven_law.calendar import BankHoliday, Calendar
from haven_law.citation import short, title
from haven_law.deadline_findings import deadline_decision
from haven_law.findings import Decision, Finding
from haven_law.provisions import page_of

WIDTH = 110
_INDENT = "  "
Lines = list[str]


def explain(name: str, given: Mapping[str, object]) -> str:
    """Lay out the working of one question. ``given``: its fields, as ``haven law answer`` reads them.

    Raises NotUnderstood for an unknown question, and for a field that is missing or of the wrong kind.
    """
    question = question_named(name)
    found = question.ask(Fields(given))
    answer = question.write(found)
    parts: list[tuple[str, Lines]] = [
        ("Facts", [f"{field}: {_value(value)}" for field, value in given.items() if value is not None]),
        ("Answer", _answer(answer)),
        *_WORKINGS[name](found, given),
        ("Findings", _findings(_DECISIONS[name](found, given))),
        ("Not settled", _unsettled(answer)),
        ("Sources", [_source(citation) for citation in _texts(answer.get("citations"))]),
    ]
    text = [f"{question.words} ({name})"]
    for heading, lines in parts:
        if lines:
            text += ["", heading, *(f"{_INDENT}{line}" for line in lines)]
    return "\n".join(text) + "\n"


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _source(citation: str) -> str:
    """Name a provision in full, with the address of its page on the staff site where it has one."""
    page = page_of(citation)
    return f"{title(citation)} ({page})" if page else title(citation)


def _value(value: object) -> str:
    """Write one value: a time in London, a date with its weekday, yes and no, a list."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_value(each) for each in value) or "none"
    if not isinstance(value, str):
        return str(value)
    try:
        if "T" in value:
            return _moment(datetime.fromisoformat(value))
        return _day(date.fromisoformat(value))
    except ValueError:
        return value


def _day(day: date) -> str:
    return f"{day:%A} {clock.in_words(day)}"


def _moment(instant: datetime) -> str:
    """Write an instant on the clock of London; midnight is also named as the end of the day before."""
    local = clock.to_london(instant)
    words = f"{_day(local.date())}, {local:%H:%M}"
    words += f":{local:%S}" if local.second else ""
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        words += f" (the end of {_day(local.date() - timedelta(days=1))})"
    return f"{words}, {local.isoformat()}"


def _answer(answer: Answer) -> Lines:
    lines = []
    for name, value in answer.items():
        if name in ("citations", "ambiguity", "warning"):
            continue
        if name == "because":
            lines += wrap(str(value), WIDTH, initial_indent="because: ", subsequent_indent=_INDENT)
        elif name in ("lawful", "permitted", "available") and value is None:
            lines.append(f"{name}: a lawyer must decide")
        elif name == "requested_end_allowed" and value is None:
            lines.append(f"{name}: no end was asked for")
        elif name == "fee":
            lines.append("fee: not known" if value is None else f"fee: {value} pounds")
        else:
            lines.append(f"{name}: {_value(value)}")
    return lines


def _unsettled(answer: Answer) -> Lines:
    """Each unsettled point with its question and the course taken; words that have no number as they are."""
    ambiguity = answer.get("ambiguity")
    if not isinstance(ambiguity, str):
        return []
    points = unsettled_points(ambiguity)
    lines: Lines = []
    for point in points:
        lines += wrap(f"{point.code}  {point.question} {point.course}", WIDTH, subsequent_indent="    ")
    others = [part for part in ambiguity.split(", ") if part not in {point.code for point in points}]
    warning = answer.get("warning")
    if others and not (warning and others == ["bank holidays not confirmed"]):
        lines += wrap(", ".join(others), WIDTH)
    if warning:
        lines += wrap(str(warning), WIDTH)
    return lines


def _length(time: timedelta) -> str:
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    return f"{minutes // 60} h {minutes % 60:02d}" + (f" min {seconds:02d} s" if seconds else "")


def _clock_time(instant: datetime, day: date) -> str:
    local = clock.to_london(instant)
    return "24:00" if local.date() > day else f"{local:%H:%M}" + (f":{local:%S}" if local.second else "")


def _steps(steps: Iterable[clock.Step], calendar: Calendar, section: str) -> Lines:
    """The table of a count: a line a day with what counted, what there is so far, and why a day was left out."""
    lines = [f"{'Day':<28}{'From':<10}{'To':<10}{'Counted':<12}{'So far':<12}Left out because"]
    total = timedelta()
    for step in steps:
        total += step.counted
        begins, ends = _clock_time(step.from_at, step.day), _clock_time(step.to_at, step.day)
        row = f"{_day(step.day):<28}{begins:<10}{ends:<10}"
        if step.why_not:
            row += (
                f"{'-':<12}{_length(total):<12}{step.why_not}, {short(str(calendar.why_provision(step.day, section)))}"
            )
        else:
            row += f"{_length(step.counted):<12}{_length(total)}"
        lines.append(row.rstrip())
    return lines


def _hours(section: str) -> Callable[[clock.HearingDeadline, Mapping[str, object]], list[tuple[str, Lines]]]:
    """Make the working of a deadline in hours, its days left out by a section (29(3), 26(4))."""

    def _working(found: clock.HearingDeadline, given: Mapping[str, object]) -> list[tuple[str, Lines]]:
        calendar = Calendar.shipped()
        if found.steps_act_by == found.steps_outer:
            tables = [("The count", _steps(found.steps_outer, calendar, section))]
        else:
            tables = [
                ("The count to the earlier date (act_by)", _steps(found.steps_act_by, calendar, section)),
                ("The count to the later date (outer_limit)", _steps(found.steps_outer, calendar, section)),
            ]
        if found.limb == "hearing":
            tables.append(
                ("Which limb", ["The hearing is earlier than the end of the counted hours, so act_by is it."])
            )
        return [*tables, ("The calendar", _calendar(calendar, [step.day for step in found.steps_outer]))]

    return _working


def _calendar(calendar: Calendar, days: Iterable[date]) -> Lines:
    rows = [row for row in map(calendar.bank_holiday, days) if row is not None]
    version = f"Bank holidays of England and Wales, version {calendar.version}"
    return [_row(row) for row in rows] + [f"{version}, confirmed to {clock.in_words(calendar.confirmed_until)}"]


def _row(row: BankHoliday) -> str:
    state = "confirmed" if row.confirmed else "not confirmed yet"
    doubt = "; good readings differ on it (A2)" if row.certainty != "certain" else ""
    return f"{_day(row.day)}: {row.name}. {row.source}, {state}{doubt}"


def _notification(found: clock.DayDeadline, given: Mapping[str, object]) -> list[tuple[str, Lines]]:
    days = [found.event_day + timedelta(days=n) for n in range((found.last_day - found.event_day).days + 1)]
    lines = [f"Day {number}: {_day(day)}" for number, day in enumerate(days, start=1)]
    return [("The count", [*lines, "No day is left out; the last second of the last day is the limit."])]


def _working_days(found: clock.DayDeadline, given: Mapping[str, object]) -> list[tuple[str, Lines]]:
    calendar = Calendar.shipped()
    lines, counted, day = [f"{_day(found.event_day)}: the day itself is not counted"], 0, found.event_day
    while day < found.last_day:
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            counted += 1
            lines.append(f"{_day(day)}: working day {counted}")
        else:
            why = calendar.why_disregarded(day)
            lines.append(f"{_day(day)}: left out, {why[0] if why else 'Saturday'}")
    days = [found.event_day + timedelta(days=n) for n in range((found.last_day - found.event_day).days + 1)]
    return [("The count", lines), ("The calendar", _calendar(calendar, days))]


def _monitoring(found: clock.MonitoringLimit, given: Mapping[str, object]) -> list[tuple[str, Lines]]:
    lines = [
        f"Twelve months begin with {_value(given['start'])}.",
        f"They end the day before the anniversary: {_day(found.last_day)}.",
    ]
    if found.requested_end_allowed is not None:
        side = "within" if found.requested_end_allowed else "beyond"
        lines.append(f"The end asked for, {_value(given['requested_end'])}, is {side} them.")
    return [("The count", lines)]


def _findings(findings: Iterable[Finding]) -> Lines:
    lines: Lines = []
    for finding in findings:
        head = f"{_met(finding):<20}{short(finding.provision):<24}"
        doubt = f" [{finding.ambiguity}]" if finding.ambiguity else ""
        source = "" if finding.confirmed else " (not read in its source)"
        text = f"{finding.because}{doubt}{source}"
        lines += wrap(head + text, WIDTH, subsequent_indent=" " * 44)
    return lines


def _met(finding: Finding) -> str:
    if finding.met is None:
        return "for you to judge" if finding.for_you else "a lawyer decides"
    return "met" if finding.met else "not met"


def _of_day(words: str) -> Callable[[clock.DayDeadline, Mapping[str, object]], Iterable[Finding]]:
    """Make the finding of a deadline at the end of a day."""

    def _findings_of(found: clock.DayDeadline, given: Mapping[str, object]) -> Iterable[Finding]:
        because = f"{words} by the end of {clock.in_words(found.last_day)}."
        return [Finding(found.citations[0], True, because, found.ambiguity)]

    return _findings_of


def _of_monitoring(found: clock.MonitoringLimit, given: Mapping[str, object]) -> Iterable[Finding]:
    because = f"The tag may run twelve months at most, to the end of {clock.in_words(found.last_day)}."
    return [Finding(found.citations[0], found.requested_end_allowed is not False, because, found.ambiguity)]


def _of_route(found: Route, given: Mapping[str, object]) -> Iterable[Finding]:
    return [Finding(found.citations[0], found.court != "none", found.because, found.ambiguity)]


def _of_decision(found: Decision, given: Mapping[str, object]) -> Iterable[Finding]:
    return found.findings


def _of_hours(found: clock.HearingDeadline, given: Mapping[str, object]) -> Iterable[Finding]:
    return deadline_decision(found).findings


def _of_area(found: AreaAnswer, given: Mapping[str, object]) -> Iterable[Finding]:
    return found.decision.findings


def _route(found: Route, given: Mapping[str, object]) -> list[tuple[str, Lines]]:
    lines = [f"Court: {COURTS[found.court]}"]
    if found.mandatory:
        lines.append("This application must be made.")
    return [("Route", lines)]


def _area(found: AreaAnswer, given: Mapping[str, object]) -> list[tuple[str, Lines]]:
    lines: Lines = []
    row = found.row
    if row is not None:
        until = f"to {_day(row.last_day)}, that day included" if row.last_day else "with no end known"
        lines.append(f"{row.area_name}: {row.instrument}, from {_day(row.from_day)} {until}")
        lines.append(f"Provisions that depend on the area: {row.provisions}")
    return [("Area", lines)]


def _nothing(found: object, given: Mapping[str, object]) -> list[tuple[str, Lines]]:
    return []


_WORKINGS: dict[str, Callable[[Any, Mapping[str, object]], list[tuple[str, Lines]]]] = {
    "hearing_deadline": _hours("29(3)"),
    "custody_deadline": _hours("26(4)"),
    "monitoring_last_day": _monitoring,
    "notification_deadline": _notification,
    "victim_update_deadline": _working_days,
    "support_referral_deadline": _working_days,
    "may_give_notice": _nothing,
    "may_make_order": _nothing,
    "notice_term": _nothing,
    "order_term": _nothing,
    "route": _route,
    "area_in_force": _area,
}
_DECISIONS: dict[str, Callable[[Any, Mapping[str, object]], Iterable[Finding]]] = {
    "hearing_deadline": _of_hours,
    "custody_deadline": _of_hours,
    "monitoring_last_day": _of_monitoring,
    "notification_deadline": _of_day("The subject must have notified the police"),
    "victim_update_deadline": _of_day("The victim must have been told"),
    "support_referral_deadline": _of_day("The victim must have been referred to support"),
    "may_give_notice": _of_decision,
    "may_make_order": _of_decision,
    "notice_term": _of_decision,
    "order_term": _of_decision,
    "route": _of_route,
    "area_in_force": _of_area,
}
