"""What follows from a notice: who is told, and what a person must then do. Each follower gives one task or none."""

from collections.abc import Callable
from datetime import datetime

from haven.accounts.composed import Composed
from haven.accounts.models import Team, User
from haven.cases.models import CaseEvent, Task
from haven.cases.teams import team_of_force
from haven.lawdata.queries import calendar
from haven.notices.models import Notice, NoticeProposal
from haven.notices.operations.follow_release import follow_release
from haven.parties.queries import has_plan
from haven.reactions.giving import give, team_of
from haven_law.clock import aware, day_end, to_london, working_day_after

SCHOOL = "school_told"


def _officer(event: CaseEvent) -> tuple[User | None, Team]:
    """Who asked for the notice, and their team."""
    proposal = _PROPOSAL.first(event.about_ref)
    user = proposal.proposed_by if proposal is not None else None
    return user, (user.team if user is not None and user.team is not None else team_of(event.case, "response"))


def _giving_team(event: CaseEvent, kind: str) -> Team:
    """The team of the force that gave the notice, whose chief officer must apply (s.28(3))."""
    found = _FORCE.plain(event.about_ref)
    team = team_of_force(found[0][0], kind) if found else None
    return team if team is not None else team_of(event.case, kind)


_FORCE = Composed[Notice](lambda ref: Notice.objects.filter(ref=ref).order_by("pk").values_list("force_id")[:1])
_PROPOSAL = Composed[NoticeProposal](
    lambda ref: NoticeProposal.objects.select_related("proposed_by__team").filter(ref=ref).order_by("pk")[:1]
)


def _end_of_day(at: datetime) -> datetime:
    return day_end(to_london(at).date())


def ask_lawyer_about_request(event: CaseEvent) -> None:
    """A point that only a lawyer can decide stands in the way of the inspector."""
    if event.facts.get("lawyer"):
        words = (
            f"Advise on {event.about_ref}: the law is unsettled on a point, and it cannot be authorised without advice"
        )
        give(event, "legal_request", words, team_of(event.case, "legal"), duty_role="legal_adviser", due_at=event.at)


def tell_officer_of_question(event: CaseEvent) -> None:
    user, team = _officer(event)
    give(event, "answer_question", f"Answer the inspector's question on {event.about_ref}", team, user=user)


def tell_officer_sent_back(event: CaseEvent) -> None:
    user, team = _officer(event)
    give(
        event,
        "sent_back",
        f"Read why {event.about_ref} was sent back, and send it again if it is needed",
        team,
        user=user,
    )


def tell_officer_refused(event: CaseEvent) -> None:
    """The officer speaks to the protected person: no message says it."""
    user, team = _officer(event)
    words = (
        f"{event.about_ref} was refused. Speak to the protected person apart from the subject, in the way that was agreed, "
        "and say what else can be done"
    )
    give(event, "speak_refused", words, team, user=user, due_at=_end_of_day(event.at))


def tell_officer_authorised(event: CaseEvent) -> None:
    user, team = _officer(event)
    changed = " The inspector changed what it says: read it again." if event.facts.get("changed") else ""
    signed = event.kind != "notice.authorised_by_telephone"
    words = (
        "is authorised and may be served"
        if signed
        else "is authorised by telephone. Nothing is served before it is signed"
    )
    give(event, "serve_notice", f"{event.about_ref} {words}.{changed}", team, user=user)


def tell_officer_signed(event: CaseEvent) -> None:
    user, team = _officer(event)
    give(event, "serve_signed", f"{event.about_ref} is signed and may be served", team, user=user)


def tell_officer_withdrawn(event: CaseEvent) -> None:
    user, team = _officer(event)
    give(event, "do_not_serve", f"Do not serve {event.about_ref}: its authority was withdrawn", team, user=user)


def tell_protected_person(event: CaseEvent) -> None:
    """On the day of service, in the same shift, by a person, in the way that was agreed. Never a message by itself."""
    user, team = _officer(event)
    plan = has_plan(event.case.protected_id)
    way = "in the way that the safe contact plan says" if plan else "in person: no safe contact plan is agreed yet"
    words = f"Tell the protected person in this shift that the notice was given to the subject, {way}"
    give(event, "tell_protected", words, team, user=user, due_at=_end_of_day(event.at))


def follow_the_release(event: CaseEvent) -> None:
    """Where the subject is held has changed, or until when: the requests that wait follow it."""
    follow_release(event.case, at=event.at)


def ask_lawyer_for_application(event: CaseEvent) -> None:
    hear_by = event.facts.get("hear_by")
    due = datetime.fromisoformat(str(hear_by)) if hear_by else None
    words = f"Look at the grounds and the requirements to propose to the court after {event.about_ref}"
    team = _giving_team(event, "legal")
    give(event, "legal_application", words, team, duty_role="legal_adviser", due_at=due, basis="DAA 2021 s.28(3)")


def tell_commanding_officer(event: CaseEvent) -> None:
    """Only where the operation started that clock (s.25(5)-(6))."""
    clock = event.case.deadlines.filter(
        about_ref=event.about_ref, kind="commanding_officer", closed_at__isnull=True
    ).first()
    if clock is not None:
        words = f"Tell the subject's commanding officer of {event.about_ref}, or record what was tried"
        team = _giving_team(event, "unit")
        give(
            event,
            "commanding_officer",
            words,
            team,
            duty_role="unit_desk",
            due_at=clock.act_by,
            basis="DAA 2021 s.25(6)",
        )


def ask_second_for_void(event: CaseEvent) -> None:
    words = f"Look at what the court decided on {event.about_ref}, and say whether it held the notice void. It ends with that"
    inspectors = _giving_team(event, "inspectors")
    give(event, "agree_void", words, inspectors, duty_role="duty_inspector", basis="DAA 2021 s.25(2)(d)")


def tell_school(event: CaseEvent) -> None:
    """The school of a child who is affected, unless somebody was asked already."""
    case = event.case
    year = to_london(event.at).year
    children = case.children.filter(voided_at__isnull=True, year_born__gte=year - 18).exists()
    if not children or Task.objects.filter(case=case, kind=SCHOOL).exists():
        return
    due = day_end(working_day_after(to_london(event.at).date(), 1, calendar()))
    words = "Tell the school of each child, before the next school day"
    give(event, SCHOOL, words, team_of(case, "unit"), duty_role="unit_desk", due_at=due, basis="DAA 2021 s.49A")


def tell_those_who_relied(event: CaseEvent) -> None:
    """Everybody who may have acted on the old time: the unit (an application states it), the lawyer, the constable who
    served, and who had taken on a warning of the old clock."""
    ref = event.about_ref
    was, now = (aware(datetime.fromisoformat(str(event.facts[key]))) for key in ("was", "is"))
    change = f"The time of service of {ref} was corrected from {_said(was)} to {_said(now)}."
    unit, legal = _giving_team(event, "unit"), _giving_team(event, "legal")
    words = f"{change} Check the application, which states it, and tell the court if it has it"
    give(event, "corrected_unit", words, unit, duty_role="unit_desk", basis="MCR 1981 r.17(2)")
    give(event, "corrected_legal", f"{change} Check what relies on it", legal, duty_role="legal_adviser")
    notice = Notice.objects.select_related("service__attempt__by_user__team").filter(ref=ref).first()
    people = {pk: None for pk in event.facts.get("relied", [])}
    if notice is not None and notice.service is not None and notice.service.attempt.by_user_id is not None:
        people[notice.service.attempt.by_user_id] = None
    for user in User.objects.select_related("team").filter(pk__in=people).order_by("pk"):
        give(
            event,
            f"corrected_{user.pk}",
            f"{change} Your record or warning used the old one",
            user.team or unit,
            user=user,
        )


def _said(at: datetime) -> str:
    local = to_london(at)
    return f"{local.day} {local:%b} {local:%H:%M}"


def ask_lawyer_about_wrong_person(event: CaseEvent) -> None:
    words = f"Advise: {event.about_ref} may be on the wrong person. It stands until a court decides"
    team = team_of(event.case, "legal")
    give(event, "wrong_person", words, team, duty_role="legal_adviser", basis="DAA 2021 s.25(2)(d)", due_at=event.at)


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "detention.recorded": (follow_the_release,),
    "detention.release_expected": (follow_the_release,),
    "detention.ended": (follow_the_release,),
    "notice.proposed": (ask_lawyer_about_request,),
    "notice.question_asked": (tell_officer_of_question,),
    "notice.sent_back": (tell_officer_sent_back,),
    "notice.refused": (tell_officer_refused,),
    "notice.authorised": (tell_officer_authorised,),
    "notice.authorised_by_telephone": (tell_officer_authorised,),
    "notice.signed": (tell_officer_signed,),
    "notice.authority_withdrawn": (tell_officer_withdrawn,),
    "notice.served": (
        tell_protected_person,
        ask_lawyer_for_application,
        tell_commanding_officer,
        tell_school,
    ),
    "notice.void_asked": (ask_second_for_void,),
    "notice.service_corrected": (tell_those_who_relied,),
    "notice.wrong_person_reported": (ask_lawyer_about_wrong_person,),
}
