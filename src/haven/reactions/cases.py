"""What follows in the case itself: tasks for people. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from haven.accounts.models import Team
from haven.cases.models import Case, CaseEvent, Deadline
from haven.cases.operations.tasks import NewTask, make_task, task_done_by_itself
from haven.cases.teams import team_of_force
from haven.lawdata.queries import calendar
from haven.parties.queries import current_plan
from haven_law.clock import day_end, support_referral_deadline, to_london, working_day_after


def refer_high_risk(event: CaseEvent) -> None:
    """High risk: MARAC and an IDVA, each a task with the receipt as its proof."""
    if event.facts.get("grade") != "high":
        return
    due = support_referral_deadline(to_london(event.at).date(), calendar())
    _give(event, "marac_referral", "Refer to MARAC, and record the receipt", "unit", due.act_by, "Our rule")
    _give(event, "idva_referral", "Refer to an IDVA, and record the receipt", "unit", due.act_by, due.citations[0])


def tell_licensing(event: CaseEvent) -> None:
    """Firearms, or nobody knows: the licensing department is told."""
    if event.facts.get("code") in ("yes", "not_known"):
        words = "Tell firearms licensing about the subject, and record who took it"
        _give(event, "firearms_licensing", words, "unit", _next_working_day(event.at), "Our rule")


def tell_school(event: CaseEvent) -> None:
    """A child is known: the school is told (s.49A)."""
    words = "Tell the child's school, and record who took it"
    _give(event, "school_told", words, "unit", _next_working_day(event.at), "DAA 2021 s.49A")


def agree_plan(event: CaseEvent) -> None:
    """Nobody has agreed how to reach the protected person: the officer does, in person, apart from the subject."""
    case = event.case
    if current_plan(case.protected) is not None:
        return
    words = "Agree a safe contact plan with the protected person, in person and apart from the subject"
    officer = case.assignments.filter(role="officer", until_at__isnull=True).select_related("user", "team").first()
    team = officer.team if officer is not None else _team(case, "response")
    new = NewTask(
        kind="safe_contact",
        words=words,
        team=team,
        user=officer.user if officer is not None else None,
        due_at=_next_working_day(event.at),
        basis="Our rule",
        from_event=event,
    )
    make_task(case, new, by=None, at=event.at)


def plan_agreed(event: CaseEvent) -> None:
    """The plan is there: the tasks to agree one, or to check it again, are done by it."""
    kinds = ["safe_contact", "plan_again"]
    for task in event.case.tasks.filter(kind__in=kinds, done_at__isnull=True, made_at__lte=event.at):
        task.done_at, task.done_by, task.proof = event.at, event.recorded_by, "The plan is recorded"
        task.save(update_fields=["done_at", "done_by", "proof"])


def release_date_known(event: CaseEvent) -> None:
    """The date that somebody was asked to find out is recorded: the task is done by it."""
    if not {"expected_release_at", "is"} & event.facts.keys():
        return
    for task in event.case.tasks.filter(kind="release_date", done_at__isnull=True):
        task_done_by_itself(task, proof="The expected release is recorded", at=max(event.at, task.made_at))


def tell_of_new_date(event: CaseEvent) -> None:
    """The calendar or the sittings changed and a date with them: whoever owns the clock looks at what rests on the old one."""
    of_sittings = event.facts.get("cause") == "sittings"
    words = "The sittings of the court changed" if of_sittings else "A change of the calendar moved a date"
    words += f": {event.facts['clock']} is now due by {event.facts['is']}, not "
    words += f"{event.facts['was']}. Look at what was arranged for the old date"
    rows = Deadline.objects.filter(about_ref=event.about_ref, kind=event.facts["kind"], replaced_by__isnull=True)
    clock = rows.select_related("owner_team").order_by("pk").last()
    team = clock.owner_team if clock is not None else _team(event.case, "unit")
    new = NewTask(
        kind="new_date",
        words=words[:300],
        team=team,
        duty_role=clock.owner_role if clock is not None and clock.owner_role != "case_owner" else "",
        due_at=event.at,
        basis="DAA 2021 s.28(3)" if of_sittings else "DAA 2021 s.29(3)",
        about=(event.about_kind, event.about_ref),
        from_event=event,
        once=False,
    )
    make_task(event.case, new, by=None, at=event.at)


def _give(event: CaseEvent, kind: str, words: str, team_kind: str, due: datetime, basis: str) -> None:
    team = _team(event.case, team_kind)
    new = NewTask(kind=kind, words=words, team=team, due_at=due, basis=basis, from_event=event)
    make_task(event.case, new, by=None, at=event.at)


def _team(case: Case, kind: str) -> Team:
    team = team_of_force(case.lead_force_id, kind)
    if team is None:
        raise LookupError(f"The force of {case.ref} has no team")
    return team


def _next_working_day(at: datetime) -> datetime:
    return day_end(working_day_after(to_london(at).date(), 1, calendar()))


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "case.opened": (agree_plan,),
    "risk.recorded": (refer_high_risk,),
    "firearms.answered": (tell_licensing,),
    "child.recorded": (tell_school,),
    "plan.made": (plan_agreed,),
    "plan.changed": (plan_agreed,),
    "detention.recorded": (release_date_known,),
    "detention.release_expected": (release_date_known,),
    "deadline.reckoned_anew": (tell_of_new_date,),
}
