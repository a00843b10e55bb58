"""Where a request cannot go on: a page that says why, with the provision, and what can be done instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from haven.cases.models import CounterAllegation
from haven.lawdata.queries import area_offered
from haven.notices.facts import birth_for_law
from haven.web.police.propose.flow import Flow
from haven.web.police.propose.people import born_of
from haven_law.citation import daa
from haven_law.definitions import (
    PROTECTED_MINIMUM_AGE,
    SUBJECT_MINIMUM_AGE,
    connected_by_any,
    protected_age,
    subject_age,
)
from haven_law.findings import Decision, Finding

DANGER = "If anybody is in danger now, act under your other powers first"
OTHER_WAYS = (
    DANGER,
    "Look at the offences that may have been committed, and at bail conditions",
    "Tell the person about a non-molestation order of the family court",
)

ANOTHER = (
    "Where another area than where they live must decide, change this answer and say why: a legal adviser decides on it"
)


@dataclass(frozen=True)
class Stop:
    """A hard stop. `code` is the question whose answer brought it."""

    code: str
    title: str
    finding: Finding
    instead: tuple[str, ...]
    lawyer: bool = False


def _subject(flow: Flow) -> Stop | None:
    form = flow.saved("subject")
    if form is None:
        return None
    born, judged = birth_for_law(*born_of(form.cleaned_data, flow.now), flow.today, SUBJECT_MINIMUM_AGE)
    finding = subject_age(born, flow.today, daa("22(6)"), judged)
    if finding.met is not False:
        return None
    title = "You cannot give a notice to someone under 18"
    return Stop("subject", title, finding, (*OTHER_WAYS, "Tell children’s services"))


def _protected(flow: Flow) -> Stop | None:
    form = flow.saved("protected")
    if form is None:
        return None
    born, judged = birth_for_law(*born_of(form.cleaned_data, flow.now), flow.today, PROTECTED_MINIMUM_AGE)
    finding = protected_age(born, flow.today, daa("22(2)"), judged)
    if finding.met is not False:
        return None
    title = "A notice cannot protect someone under 16"
    return Stop("protected", title, finding, (DANGER, "Use police protection, and tell children’s services now"))


def _connection(flow: Flow) -> Stop | None:
    form = flow.saved("connection")
    if form is None:
        return None
    finding = connected_by_any(tuple(form.codes))  # type: ignore[attr-defined]
    if finding.met is not False:
        return None
    instead = (
        DANGER,
        "Look at the offences that may have been committed, and at bail conditions",
        "Think of a stalking protection order, or of an injunction for harassment",
    )
    return Stop("connection", "These two people are not personally connected", finding, instead)


def _area(flow: Flow) -> Stop | None:
    form = flow.saved("subject-home")
    if form is None:
        return None
    decision = area_offered(form.area, flow.today)  # type: ignore[attr-defined]
    if decision.lawful:
        return None
    finding = decision.findings[0]
    if finding.met:
        return _force_not_live(decision)
    if finding.met is None:
        return Stop("subject-home", "A lawyer must decide whether the Act is in force there", finding, OTHER_WAYS, True)
    instead = (*OTHER_WAYS, "Think of a domestic violence protection notice", ANOTHER)
    return Stop("subject-home", "Notices are not in force where the subject lives", finding, instead)


def _force_not_live(decision: Decision) -> Stop:
    """In force there, and the force does not work with notices there yet (A22): the second finding, with its source."""
    offered, known = decision.unmet[0], decision.unmet[-1]
    finding = replace(offered, because=f"{offered.because} {known.because}")
    instead = (
        *OTHER_WAYS,
        "Think of a domestic violence protection notice",
        "If the force works with notices there by now, ask the administrator to enter the day in the table of areas",
    )
    return Stop("subject-home", "Notices are not offered yet where the subject lives", finding, instead)


def _independent(flow: Flow) -> Stop | None:
    if flow.value("independent", "knows") is not True:
        return None
    finding = Finding("Haven access rule 2", False, "You know one of these people outside your work")
    instead = (DANGER, "Ask your sergeant for another officer, and tell them why")
    return Stop("independent", "Another officer must ask for this notice", finding, instead)


def _counter(flow: Flow) -> Stop | None:
    row = CounterAllegation.objects.filter(draft=flow.draft).order_by("pk").last()
    if row is None or row.may_proceed:
        return None
    rule = "Haven primary aggressor rule"
    if row.decided_at is None:
        because = (
            "These two people are already in a case the other way round. An inspector is deciding who is the primary "
            "aggressor"
        )
        finding = Finding(rule, False, because)
        return Stop(
            "check", "An inspector must decide first", finding, (DANGER, "Your answers are kept. You are told here")
        )
    finding = Finding(rule, False, "An inspector has decided that this request may not go on")
    return Stop("check", "This request may not go on", finding, (DANGER, "Ask the inspector for the reasons"))


_STOPS: tuple[Callable[[Flow], Stop | None], ...] = (_subject, _area, _protected, _independent, _connection, _counter)


def stops(flow: Flow) -> list[Stop]:
    """Everything that stands in the way of this request now."""
    if flow.draft.about_ref:
        found = _independent(flow)
        return [found] if found is not None else []
    return [stop for check in _STOPS if (stop := check(flow)) is not None]


def stop_of(flow: Flow, code: str) -> Stop | None:
    return next((stop for stop in stops(flow) if stop.code == code), None)
