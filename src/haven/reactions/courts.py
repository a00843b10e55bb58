"""What follows from an application and its hearings: tasks for people. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from haven.cases.models import CaseEvent
from haven.courts.facts import hearing_clock
from haven.courts.models import Hearing
from haven.courts.operations.list_hearing import hearing_stands
from haven.parties.queries import AT_COURT, needs_of, needs_words
from haven.reactions.giving import OUR_RULE, give, next_working_day, officer_of, team_of, tell


def ask_second_person(event: CaseEvent) -> None:
    words = f"Decide whether {event.about_ref} is withdrawn. The notice ends with it"
    give(event, "decide_withdrawal", words, team_of(event.case, "inspectors"), duty_role="duty_inspector")


def tell_of_hearing(event: CaseEvent) -> None:
    tell(event, "that a court date is set, and ask what they need to take part")


def tell_of_vacated(event: CaseEvent) -> None:
    tell(event, "that the court date no longer stands, and that the notice still does")


def tell_of_near(event: CaseEvent) -> None:
    before = datetime.fromisoformat(str(event.facts["tell_before"]))
    what = f"that the court date is near ({event.facts['day']}), and ask what they need on the day"
    tell(event, what, min(next_working_day(event.at), before))


def give_notice_of_hearing(event: CaseEvent) -> None:
    """Somebody must give the subject notice of the hearing (s.29(4))."""
    hearing = Hearing.objects.filter(public_id=event.about_ref).first()
    if hearing is None or hearing.notice_rule or hearing.begun_at is not None:
        return
    user, team = officer_of(event.case)
    words = "Give the subject notice of the hearing, or leave it at the address the subject gave"
    give(event, "hearing_notice", words, team, user=user, due_at=hearing.listed_for, basis="DAA 2021 s.29(4)")


def arrange_needs(event: CaseEvent) -> None:
    """A hearing is listed, or what they need has changed: the court is asked in time, and what it says is recorded."""
    rows = Hearing.objects.filter(application__case=event.case, begun_at=None, vacated_at=None, voided_at=None)
    hearing = rows.filter(listed_for__gt=event.at).order_by("listed_for").first()
    needs = [need for need in needs_of(event.case.protected_id) if need.kind in AT_COURT]
    if hearing is None or not needs:
        return
    what = "; ".join(needs_words(needs))
    words = f"Ask the court for what the protected person needs at the hearing, and record what it arranges: {what}"
    if event.case.tasks.filter(kind="arrange_needs", words=words[:300], done_at=None).exists():
        return
    due = min(event.at + timedelta(hours=4), hearing.listed_for)
    team = team_of(event.case, "unit")
    give(event, "arrange_needs", words[:300], team, duty_role="unit_desk", due_at=due, basis="Victims' Code right 1")


def list_again(event: CaseEvent) -> None:
    """A hearing was vacated. Before the first one the 48 hours go on (s.29(2)); after an adjournment none run, and the
    notice goes on until the court decides (s.29(7)), so another is listed within a working day: our rule."""
    hearing = Hearing.objects.filter(public_id=event.about_ref).select_related("application__after_notice").first()
    if hearing is None or hearing_stands(hearing.application):
        return
    words, due, basis = _to_list_again(hearing, event.at)
    give(event, "list_again", words, team_of(event.case, "unit"), duty_role="unit_desk", due_at=due, basis=basis)


def _to_list_again(hearing: Hearing, at: datetime) -> tuple[str, datetime, str]:
    """The words of the task, when it is due, and what that rests on."""
    notice = hearing.application.after_notice
    clock = hearing_clock(notice) if notice is not None else None
    if clock is not None and clock.met_at is None and clock.closed_at is None:
        if clock.act_by > at:
            return (
                "A hearing was vacated. List another before the notice must be heard",
                clock.act_by,
                "DAA 2021 s.29(2)",
            )
        words = "A hearing was vacated and the time to hear the notice is over, or may be. List another at once"
        return words, at, "DAA 2021 s.29(2)"
    if hearing.hearing_kind == "adjourned":
        words = "The hearing after an adjournment was vacated. List another: no decision is made until then"
        return words, next_working_day(at), "DAA 2021 s.29(7)"
    return "A hearing was vacated. List another", next_working_day(at), OUR_RULE


def ask_lawyer_of_late_hearing(event: CaseEvent) -> None:
    """It began late, or perhaps late: nobody relies on the power of arrest without advice (A5)."""
    if event.facts.get("late"):
        words = "Advise: the hearing began after the 48 hours, or may have. Say whether the notice can be relied on"
        team = team_of(event.case, "legal")
        give(event, "late_hearing", words, team, duty_role="legal_adviser", due_at=event.at, basis="DAA 2021 s.29(2)")


def tell_of_adjournment(event: CaseEvent) -> None:
    tell(event, "that the court will decide later and that the notice still stands")


def notice_of_next_hearing(event: CaseEvent) -> None:
    """The subject was not there when it was adjourned: notice of the next hearing must be given."""
    hearing = Hearing.objects.filter(public_id=event.about_ref).prefetch_related("outcomes__next_hearing").first()
    outcome = next((o for o in hearing.outcomes.all() if o.voided_at is None), None) if hearing else None
    following = outcome.next_hearing if outcome else None
    if following is not None and not following.notice_rule:
        user, team = officer_of(event.case)
        words = "Give the subject notice of the adjourned hearing"
        give(event, "hearing_notice", words, team, user=user, due_at=following.listed_for, basis="DAA 2021 s.29(4)")


def speak_of_end(event: CaseEvent) -> None:
    """Refused or withdrawn: the notice has ended, and somebody says what else can be done."""
    if event.facts.get("result") in ("refused", "withdrawn"):
        tell(event, "that there is no order and that the notice has ended, and say what else can be done")


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "application.withdrawal_asked": (ask_second_person,),
    "hearing.listed": (tell_of_hearing, give_notice_of_hearing, arrange_needs),
    "needs.recorded": (arrange_needs,),
    "hearing.vacated": (list_again, tell_of_vacated),
    "hearing.near": (tell_of_near,),
    "hearing.begun": (ask_lawyer_of_late_hearing,),
    "hearing.adjourned": (tell_of_adjournment, notice_of_next_hearing),
    "application.determined": (speak_of_end,),
    "application.withdrawn": (speak_of_end,),
}
