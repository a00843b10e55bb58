"""A deadline in counted hours as a decision: what starts it, each day left out with its paragraph, and by when.

DAA 2021 s.25(3), s.26(2) and (4), s.29(2)-(3).
"""

from __future__ import annotations

from datetime import date, datetime

from haven_law.citation import daa
from haven_law.clock import HearingDeadline, Step, in_words, to_london
from haven_law.findings import Decision, Finding

_STARTS: dict[str, tuple[str, str]] = {
    "hearing": (daa("25(3)"), "The time runs from the service in person"),
    "custody": (daa("26(2)(a)"), "The time runs from the arrest"),
}
_DUTIES: dict[str, tuple[str, str]] = {
    "hearing": (daa("29(2)"), "The hearing must begin by"),
    "custody": (daa("26(2)"), "The person must be before the court by"),
}
_LEFT_OUT = {"hearing": "29(3)", "custody": "26(4)"}
_PARAGRAPHS = {"Sunday": "a", "Christmas Day": "b", "Good Friday": "c"}


def deadline_decision(found: HearingDeadline) -> Decision:
    """The reckoning of a deadline as findings: its start, each day left out, and the date or the two dates.

    Its findings are all met: they say what the law requires, not whether it was done (``notice_life.heard_in_time``).
    """
    provision, words = _STARTS[found.kind]
    start = Finding(provision, True, f"{words}, {moment(found.given_at)}.")
    left_out = tuple(_left_out(found.kind, step) for step in found.steps_outer if step.why_not)
    return Decision((start, *left_out, _by(found)), found.citations)


def _left_out(kind: str, step: Step) -> Finding:
    why = step.why_not or ""
    letter = _PARAGRAPHS.get(why, "d")
    contested = "contested" in why
    because = f"{in_words(step.day)} is not counted: {why}."
    return Finding(daa(f"{_LEFT_OUT[kind]}({letter})"), True, because, "A2" if contested else None)


def _by(found: HearingDeadline) -> Finding:
    provision, words = _DUTIES[found.kind]
    because = f"{words} {moment(found.act_by)}."
    if found.limb == "hearing":
        because = f"{words} {moment(found.act_by)}, the hearing being the earlier."
    if not found.settled:
        because += f" Nobody is late before {moment(found.outer_limit)}."
    return Finding(provision, True, because, found.ambiguity)


def moment(instant: datetime) -> str:
    """Write an instant as people read it, midnight as the end of the day before."""
    local = to_london(instant)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"24:00 on {in_words(_day_before(local.date()))}"
    seconds = f":{local.second:02d}" if local.second else ""
    return f"{local.hour:02d}:{local.minute:02d}{seconds} on {in_words(local.date())}"


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {deadline_decision: ("25(3)", "26(2)", "26(4)", "29(2)", "29(3)")}
