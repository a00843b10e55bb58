"""An act that needs two people: the first asks, another of the same standing carries it out. The asking is a task."""

from __future__ import annotations

from datetime import datetime

from haven.accounts.models import User
from haven.cases.models import Case, Task
from haven.cases.operations.case_acts import require_words
from haven.cases.teams import team_of_force
from haven_law.findings import refuse

RULE = "Haven rule of two people"


def ask(
    case: Case, kind: str, about: tuple[str, str], reasons: str, *, by: User, at: datetime, team_kind: str = "standards"
) -> Task:
    """The first person asks, with reasons. Refused when it is asked already, or without reasons. `team_kind`: whose task it
    is to look at it."""
    words = require_words(reasons, "Say why")
    if asked(case, kind, about) is not None:
        refuse(RULE, "Somebody has asked for this already. Another person must now carry it out").require()
    team = team_of_force(case.lead_force_id, team_kind)
    if team is None:
        refuse(
            "Haven set-up",
            "The force has no team for this. Ask the administrator to add one, on the page Forces and teams",
        ).require()
    assert team is not None
    return Task.objects.create(
        case=case,
        kind=kind,
        words=words[:300],
        about_kind=about[0],
        about_ref=about[1],
        for_team=team,
        made_at=at,
        basis="our rule",
        recorded_by=by,
    )


def asked(case: Case, kind: str, about: tuple[str, str]) -> Task | None:
    """The asking that waits for a second person."""
    rows = Task.objects.filter(case=case, kind=kind, about_kind=about[0], about_ref=about[1], done_at__isnull=True)
    return rows.select_related("recorded_by").first()


def second(case: Case, kind: str, about: tuple[str, str], *, by: User, at: datetime) -> User:
    """The first person, once `by` is another one. The asking is closed. Refused when nobody asked, or `by` did."""
    task = asked(case, kind, about)
    if task is None or task.recorded_by is None:
        refuse(RULE, "First another person must ask for this, with reasons").require()
    assert task is not None and task.recorded_by is not None
    if task.recorded_by_id == by.pk:
        refuse(RULE, "You asked for this, so another person must carry it out").require()
    task.done_at, task.done_by, task.proof = max(at, task.made_at), by, "Carried out"
    task.save(update_fields=["done_at", "done_by", "proof"])
    return task.recorded_by
