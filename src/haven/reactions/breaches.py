"""What follows from a breach: the protected person is told by a person, in the way that is safe, and others get to work.
Nothing here decides anything, and nothing here closes a breach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from haven.breaches.clocks import recount_custody
from haven.breaches.models import Breach
from haven.breaches.patterns import open_to_all, pattern
from haven.breaches.states import main_outcome
from haven.cases.chronology import hold_case
from haven.cases.deadlines import NewDeadline, start
from haven.cases.models import CaseEvent, Task
from haven.lawdata.queries import policy
from haven.parties.queries import current_plan
from haven.reactions.giving import OUR_RULE, give, next_working_day, officer_of, team_of
from haven_law.clock import to_london

TELL = "tell_protected"


def _breach(event: CaseEvent) -> Breach | None:
    rows = Breach.objects.filter(ref=event.about_ref).select_related("case__subject", "order", "notice")
    return rows.prefetch_related("clauses", "outcomes").first()


def _paper(breach: Breach) -> str:
    if breach.notice is not None:
        return f"notice {breach.notice.ref}"
    return f"order {breach.order.ref}" if breach.order is not None else "order"


def _tell(event: CaseEvent, what: str, due: datetime | None = None) -> None:
    """A person tells the protected person, in the way that was agreed, within one working day or at once; and a clock
    watches that they do. It stops when the task is recorded as done."""
    user, team = officer_of(event.case)
    plan = current_plan(event.case.protected)
    way = "in the way that the safe contact plan says" if plan else "in person: no safe contact plan is agreed yet"
    until = due or next_working_day(event.at)
    give(event, TELL, f"Tell the protected person {what}, {way}", team, user=user, due_at=until)
    task = Task.objects.get(from_event=event, kind=TELL)
    start(
        event.case,
        NewDeadline(
            kind="inform",
            about=("task", str(task.public_id)),
            starts_at=event.at,
            act_by=until,
            outer_limit=until,
            owner_role="case_owner",
            owner_team=team,
            policy_key="inform_release_hours" if due else "inform_working_days",
            nature="policy",
            inputs={"event": event.kind, "breach": event.about_ref},
            ladder="C",
        ),
    )


def tell_of_report(event: CaseEvent) -> None:
    _tell(event, "that we are looking at what was reported, and who does")


def tell_of_pursuit(event: CaseEvent) -> None:
    _tell(event, "that we are acting on what was reported, and what comes next")


def tell_of_no_action(event: CaseEvent) -> None:
    _tell(event, "that what was reported is not taken further, why, and how to ask for a review")


def tell_of_arrest(event: CaseEvent) -> None:
    _tell(event, "that they were arrested, and ask whether the safe contact plan still holds")


def tell_of_custody_end(event: CaseEvent) -> None:
    """Whoever is let go may go straight there: our rule is an hour, and before the release if it can be."""
    hours = policy("inform_release_hours", to_london(event.at).date())
    free = event.facts.get("code") in ("released", "bail") or "custody" not in str(event.facts.get("remand", ""))
    due = event.at + timedelta(hours=hours) if free else None
    _tell(event, "at once that they are no longer held, or are before the court, and on what terms", due)


def tell_of_release(event: CaseEvent) -> None:
    """Let go from prison or hospital, or from custody for something else."""
    hours = policy("inform_release_hours", to_london(event.at).date())
    _tell(event, "at once that they are no longer held", event.at + timedelta(hours=hours))


def tell_of_warrant(event: CaseEvent) -> None:
    if event.facts.get("step") == "issued":
        _tell(event, "that a court ordered their arrest")


def tell_of_charge(event: CaseEvent) -> None:
    _tell(event, "that they were charged, with what, and when the court sits")


def tell_of_no_charge(event: CaseEvent) -> None:
    _tell(event, "that they were not charged, why, and how to ask for a review")


def tell_of_outcome(event: CaseEvent) -> None:
    _tell(event, "what the court decided, and what stays in force")


def ask_lawyer_of_breach(event: CaseEvent) -> None:
    """Conduct outside England and Wales, or a point that the law leaves open (A5, A13, A25): a lawyer says so before
    anybody is charged."""
    breach = _breach(event)
    if breach is None:
        return
    answers = {c.answer for c in breach.clauses.all()} or {breach.then_answer}
    if "lawyer" not in answers or "yes" in answers:
        return
    words = f"Advise on breach {breach.ref}: the law is open on these facts. Say whether it can be relied on"
    team, basis = team_of(event.case, "legal"), "DAA 2021 s.38(7)" if breach.jurisdiction != "ew" else "DAA 2021 s.39"
    due = event.at + timedelta(hours=24)
    give(event, "breach_advice", words, team, duty_role="legal_adviser", due_at=due, basis=basis)


def record_other_offence(event: CaseEvent) -> None:
    """What no clause covers, or is an offence beside it, is recorded for itself."""
    breach = _breach(event)
    if breach is None or not breach.other_offence:
        return
    user, team = officer_of(event.case)
    words = f"Record the other offence named in breach {breach.ref} as a crime for itself, and its number in the case"
    give(event, "other_offence", words, team, user=user, due_at=event.at + timedelta(hours=24))


def look_after_protected(event: CaseEvent) -> None:
    """The risk is looked at again after every report, and the plan where it no longer holds or was not asked about."""
    breach = _breach(event)
    if breach is None:
        return
    user, team = officer_of(event.case)
    soon = breach.in_danger == "yes" or breach.protected_safe == "no"
    due = event.at + timedelta(hours=1) if soon else next_working_day(event.at)
    words = f"Assess the risk again after breach {breach.ref}, with the protected person alone"
    give(event, "risk_again", words, team, user=user, due_at=due)
    if breach.contact_still_right != "yes":
        words = "Check the safe contact plan with the protected person, alone. Contact nobody the old way until then"
        give(event, "plan_again", words, team, user=user, due_at=due)


def see_the_pattern(event: CaseEvent) -> None:
    """Not the first breach of this subject: the unit looks at all of them together. Restricted cases are not told of."""
    breach = _breach(event)
    if breach is None:
        return
    found = pattern(open_to_all(breach.case.subject, event.case, event.at), event.at)
    if not found.repeated:
        return
    many = "A pattern: " if found.serial else ""
    papers = f", of {found.papers} notices or orders" if found.papers > 1 else ""
    words = (
        f"{many}{len(found.breaches)} breaches by this subject{papers}, {found.in_a_year} in a year. Read them together: "
        "arrest, tag, a change of the order, MARAC"
    )
    give(
        event,
        "repeat_breach",
        words,
        team_of(event.case, "unit"),
        duty_role="unit_desk",
        due_at=next_working_day(event.at),
    )


def propose_variation(event: CaseEvent) -> None:
    """An order that was broken may protect too little: somebody says whether to ask a court to change it (s.44)."""
    breach = _breach(event)
    if breach is None or breach.of != "order" or breach.order is None:
        return
    outcome = main_outcome(breach)
    if event.kind == "breach.outcome" and (outcome is None or outcome.result != "convicted"):
        return
    words = f"Say whether to ask the court to change order {breach.order.ref} after breach {breach.ref}, or why not"
    team = team_of(event.case, "unit")
    due = next_working_day(event.at)
    give(event, "propose_variation", words, team, duty_role="unit_desk", due_at=due, basis="DAA 2021 s.44")


def tag_was_ordered(event: CaseEvent) -> None:
    """A court that sentences may order a tag: who monitors is told, and the receipt kept."""
    breach = _breach(event)
    outcome = main_outcome(breach) if breach is not None else None
    if outcome is None or not outcome.tagged:
        return
    words = (
        f"Tell who does the monitoring that a court ordered a tag after breach {event.about_ref}, and keep the receipt"
    )
    team = team_of(event.case, "unit")
    give(event, "tag_after_breach", words, team, duty_role="unit_desk", due_at=event.at + timedelta(hours=24))


def after_retraction(event: CaseEvent) -> None:
    """What was said is taken back: another officer speaks to them alone; somebody asks who made them; the evidence that
    needs no witness is gathered. The breach stands where it stands."""
    user, team = officer_of(event.case)
    due = event.at + timedelta(hours=24)
    words = f"Speak to the protected person alone about breach {event.about_ref}, by another officer, and ask who else knows"
    give(event, "speak_alone", words, team, duty_role="duty_sergeant", due_at=due)
    words = f"Assess the risk again: the report of breach {event.about_ref} was taken back"
    give(event, "risk_again", words, team, user=user, due_at=due)
    words = f"Gather evidence of breach {event.about_ref} that needs no witness: camera, calls, posts, officers"
    give(event, "evidence_without_witness", words, team, user=user, due_at=due)


def another_force_told(event: CaseEvent) -> None:
    """Who reports may be of another force: the owner of the case is told by a task of their own."""
    breach = _breach(event)
    if breach is None or breach.reported_by is None or breach.reported_by.force_id == event.case.lead_force_id:
        return
    user, team = officer_of(event.case)
    words = f"Ring the officer of another force who reported breach {breach.ref}, and take over what they did"
    give(event, "take_over_breach", words, team, user=user, due_at=event.at + timedelta(hours=4), basis=OUR_RULE)


def count_custody_again(event: CaseEvent) -> None:
    """The hearing of the application is one of the two limits of custody for a notice (s.26(3))."""
    hold_case(event.case_id)
    recount_custody(event.case)


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "breach.reported": (
        tell_of_report,
        ask_lawyer_of_breach,
        record_other_offence,
        look_after_protected,
        see_the_pattern,
        another_force_told,
    ),
    "breach.identified": (ask_lawyer_of_breach, record_other_offence),
    "breach.pursued": (tell_of_pursuit, propose_variation),
    "breach.not_pursued": (tell_of_no_action,),
    "breach.arrested": (tell_of_arrest,),
    "custody.ended": (tell_of_custody_end,),
    "detention.ended": (tell_of_release,),
    "breach.warrant": (tell_of_warrant,),
    "breach.charged": (tell_of_charge,),
    "breach.no_charge": (tell_of_no_charge,),
    "breach.outcome": (tell_of_outcome, propose_variation, tag_was_ordered),
    "breach.retracted": (after_retraction,),
    "hearing.listed": (count_custody_again,),
    "hearing.vacated": (count_custody_again,),
}
