"""Every address of the staff site with a sample of its arguments and whom it is for. A new address without a line here
fails the walk: who may open it is decided when it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from haven.accounts.models import Force, RoleGrant, Team, User
from haven.breaches.operations.correct_breach import AskCorrection, ask_correction
from haven.breaches.operations.raise_candidate import RaiseCandidate, raise_candidate
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.cases.models import Case, Conflict, CounterAllegation, Deadline, DeadlineRung, PersonCorrection, Task
from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, agree_safe_contact
from haven.cases.operations.correct_person import AskPersonCorrection, ask_person_correction
from haven.cases.operations.drafts import start_draft
from haven.cases.operations.hand_over import HandedOver, hand_over
from haven.cases.operations.tasks import NewTask, make_task
from haven.courts.models import Sitting
from haven.courts.operations.hear import BeginHearing, begin_hearing
from haven.documents.models import Document
from haven.feedback.models import FeedbackResponse
from haven.feedback.operations.actions import WriteAction, write_action
from haven.feedback.operations.receive import Received, keep_response
from haven.jobs.practice.house import House
from haven.languages.models import TextApproval
from haven.languages.operations.approve_text import ApproveText, approve_text
from haven.lawkeeping.changes import NewChange
from haven.lawkeeping.models import LawAlarm, LawChange
from haven.lawkeeping.operations.ask_change import ask_change
from haven.leaflets.models import LeafletVersion
from haven.leaflets.operations.publish import PublishLeaflet, publish_leaflet
from haven.line.operations.callbacks import make_callback
from haven.line.operations.take_call import OpenCall, end_call, open_call
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from haven.register.operations.check_person import CheckPerson, check_person
from haven.register.search import Asked
from haven.sealed.ciphers import encipher
from haven.staffing.models import StaffAct
from haven.staffing.operations.ask_post import GrantRole, grant_role
from haven.support.operations.ask import Ask, ask
from haven.support.operations.consents import NameFriend, name_friend
from haven.support.operations.draft_update import draft_update
from haven.supporters.operations.sign_ins import OpenWorker, open_worker
from haven.web.court.outcome.desk import open_desk
from tests.evidence.making import quickly
from tests.factories import a_person, make_authorised_notice, make_proposal
from tests.operations.court_helpers import (
    listed_hearing,
    made_order,
    no_contact,
    programme,
    sent_application,
    served_notice,
    stay_away,
    tag,
)
from tests.pages.compliance_world import SIGN_ON, TAG, compliance_things, sign_on

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN, SIGNED_IN = "open to all", "signed in"


@dataclass
class World:
    """One of everything that an address can name, all of the practice force, with the case of each."""

    house: House
    at: datetime
    things: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["things"][name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def build_world(house: House, at: datetime, *, of_people: bool = True, **name: str) -> World:
    """With a name, the subject of the case with the order has it. Without `of_people` there is nothing that belongs to
    somebody and to no case: a draft, a check, a question about two people."""
    world = World(house, at)
    proposal = make_proposal(house, at - 40 * timedelta(minutes=1))
    unserved = make_authorised_notice(house, at - 2 * HOUR)
    served = served_notice(house, at - 3 * HOUR)
    application = sent_application(house, at - 5 * HOUR)
    hearing = listed_hearing(house, sent_application(house, at - 6 * HOUR))
    begun = begin_hearing(
        BeginHearing(_to_begin(house, at).public_id, at - HOUR), by=house.moss, at=at - HOUR
    )  # fmt: skip
    clauses = (no_contact(), stay_away(), programme(), sign_on(), tag())
    order = made_order(house, at - 8 * DAY, *clauses, request={"subject": a_person(**name)})
    breach = report_breach(
        ReportBreach(order.ref, at - 3 * HOUR, "They came to the door.", (1,)), by=house.ali, at=at - 2 * HOUR
    )
    upload, exhibit, pack = quickly(breach, house.ali, at - HOUR)
    clock = Deadline.objects.filter(about_ref=served.ref, kind="hearing").get()
    unit = house.teams["Civil Orders Unit"]
    task = make_task(order.case, NewTask("read_it", "Read it", unit), by=None, at=at - HOUR)
    done = make_task(order.case, NewTask("file_it", "File it", unit), by=None, at=at - HOUR)
    Task.objects.filter(pk=done.pk).update(done_at=at - HOUR, done_by=house.okoro, proof="Filed")
    counter = _counter(house, proposal, at) if of_people else None
    conflict = Conflict.objects.create(user=house.penrose, case=order.case, nature="Neighbour", at=at - HOUR)
    world.things = {
        "proposal": proposal, "unserved": unserved, "served": served, "application": application, "hearing": hearing,
        "begun": begun, "order": order, "breach": breach, "clock": clock, "task": task, "done": done, "counter": counter,
        "conflict": conflict, "upload": upload, "exhibit": exhibit, "pack": pack,
        "check": _check(house, order.case, at) if of_people else None,
        "draft": start_draft("notice", by=house.ali, at=at - HOUR) if of_people else None,
        "report": _begun_report(house, order.ref, at) if of_people else None,
        "sign": _sign(order.ref, at),
        "correction": ask_correction(
            AskCorrection(breach.ref, "happened", "The camera shows another time", at - 4 * HOUR), by=house.ali, at=at - HOUR
        ),
        "document": Document.objects.filter(key_owner=order.case.ref, audience="served").order_by("pk").first(),
        "rung": DeadlineRung.objects.filter(deadline=clock).order_by("pk").first(),
        "sitting": Sitting.objects.filter(starts_at__gt=at + 5 * DAY).order_by("pk").first(),
        "case": order.case,
        "key": open_desk(begun, at).requirements[0]["key"],
        "law_change": _law_change(house, at) if of_people else None,
        "law_alarm": _law_alarm(at),
        "staff_act": _staff_act(house, at) if of_people else None,
        "team": Team.objects.get(name="Civil Orders Unit"),
        "worker": _worker(house, order.ref, at) if of_people else None,
        **_line(house, order.case, at, of_people=of_people),
        **_of_her(house, order.case, at, of_people=of_people),
        **compliance_things(house, order, at, of_people=of_people),
    }  # fmt: skip
    return world


def _of_her(house: House, case: Case, at: datetime, *, of_people: bool) -> dict[str, Any]:
    """What the protected person of the order is told, asks and says, and what is offered to her."""
    typed = HandedOver("her 1", "The protected person", "Help that they need", at, (("What", "Screens"),))
    return {
        "leaflet": _leaflet(house, at),
        "said": _said(house, at) if of_people else None,
        "said_done": _action(house, at) if of_people else None,
        "approval": _approval(house, at),
        "update": draft_update(case.events.filter(kind="order.made").latest("pk"), at),
        "asked": ask(Ask("needs", ("screens",)), person=case.protected_id, at=at - HOUR),
        "consent": _friend(house, case, at),
        "unrecorded": hand_over(case, typed, at=at),
        "sealed_thing": _sealed(case),
        "person_correction": _person_correction(house, case, at),
    }


def _person_correction(house: House, case: Case, at: datetime) -> PersonCorrection:
    """Ali has asked that the date of birth of the subject be put right."""
    command = AskPersonCorrection(case.ref, "subject", "born", "The passport says another day", born=date(1981, 4, 2))
    return ask_person_correction(command, by=house.ali, at=at - HOUR)


def _sealed(case: Case) -> str:
    """A place where the protected person of the order can be found."""
    return f"place-{seal_place(case.protected, SealedPlaceFacts('12 Sorrel Row'), by=None).pk}"


def _law_alarm(at: datetime) -> LawAlarm:
    values = {"words": "Ends", "last_day": at.date(), "raised_at": at}
    return LawAlarm.objects.get_or_create(key="calendar:confirmed:2026-12-31", rung=90, defaults=values)[0]


def _staff_act(house: House, at: datetime) -> StaffAct:
    """An administrator has asked for a role of somebody."""
    command = GrantRole("sergeant", None, None, "A place is empty on the shift")
    return grant_role(house.wren, command, by=house.lowry, at=at - HOUR)


def _worker(house: House, ref: str, at: datetime) -> Any:
    """A worker of a support organisation, who is of no case until somebody consents."""
    command = OpenWorker("Rue Ames", "Quay House", f"{ref.lower()}@quay.example")
    return open_worker(command, by=house.okoro, at=at - HOUR).worker


def _friend(house: House, case: Case, at: datetime) -> Any:
    """Somebody who helps the protected person of the order."""
    friend = NameFriend(
        case.ref, "Robin Thrush", "friend", ("see_updates",), at + 9 * DAY, "silver meadow lantern", True
    )
    return name_friend(friend, by=house.ali, at=at - HOUR).consent


def _action(house: House, at: datetime) -> Any:
    return write_action(WriteAction("Calls", "Ring first", "We ring", at.date()), by=house.marlow, at=at - HOUR)


def _line(house: House, case: Case, at: datetime, *, of_people: bool) -> dict[str, Any]:
    """A call that the control room holds, a promise to ring in the case, and a task of danger. The control room has its
    calls and its tasks of danger whatever is restricted, and neither names a case (ADR 19)."""
    agree_safe_contact(
        case, PlanFacts("we_contact", (ChannelFacts("call", "07700 900477", "no"),)), by=house.ali, at=at - HOUR
    )
    call = open_call(OpenCall(), by=house.controller, at=at - HOUR)
    callback = make_callback(call, case, at - HOUR)
    if not of_people:
        end_call(
            call, how="nothing", by=house.controller, at=at - HOUR
        )  # one that goes on stands on the desk of who took it
        return {"call": None, "callback": callback, "danger": None}
    help_needed = NewTask("call_duress", "Help", house.teams["Control Room"], about=("control", "x"))
    return {"call": call, "callback": callback, "danger": make_task(case, help_needed, by=None, at=at - HOUR)}


def _law_change(house: House, at: datetime) -> LawChange:
    """The administrator has asked for a bank holiday."""
    new = NewChange("holiday_comes", "The Gazette", True, day=date(2031, 6, 3), name="A jubilee")
    return ask_change(new, by=house.lowry, at=at - HOUR)


def _leaflet(house: House, at: datetime) -> LeafletVersion:
    """The English leaflet counts."""
    held = LeafletVersion.objects.filter(format="a5").first()
    command = PublishLeaflet("en", False, "Dee Amos", "Invented")
    return held or publish_leaflet(command, by=house.lowry, at=at - HOUR)[0]


def _said(house: House, at: datetime) -> FeedbackResponse:
    """Somebody feels less safe and said so; of no case that is named elsewhere."""
    case = served_notice(house, at - 2 * HOUR).case
    answers = {"safer": ["less_safe"]}
    given = Received(case.lead_force, case.area, "after_notice", "en", "online", at.date(), answers, "", case)
    return keep_response(given, at - HOUR)


def _approval(house: House, at: datetime) -> TextApproval:
    """The administrator has recorded that a translator approved the public pages."""
    held = TextApproval.objects.filter(withdrawn_at__isnull=True).first()
    command = ApproveText("site", "0123456789ab", "Nia Bevan", "Invented")
    return held or approve_text(command, by=house.lowry, at=at - HOUR)


def _begun_report(house: House, about: str, at: datetime) -> Any:
    """Ali has begun to report a breach."""
    start = {"about": about, "check": "", "sign": "", "at": (at - HOUR).isoformat()}
    return start_draft("breach", by=house.ali, at=at - HOUR, answers={"start": start})


def _sign(about: str, at: datetime) -> Any:
    """A sign that nobody has looked at."""
    sign = RaiseCandidate("order", "alert", f"alert of {about}", "Zone entered", at - 2 * HOUR, order_ref=about)
    return raise_candidate(sign, by=None, at=at - HOUR)


def _counter(house: House, proposal: Any, at: datetime) -> CounterAllegation:
    """Ali has asked who is the primary aggressor."""
    first, second = proposal.case.subject, proposal.case.protected
    account = encipher(f"counter:{first.pk}:{second.pk}", "An account")
    return CounterAllegation.objects.create(
        first=first, second=second, asked_by=house.ali, asked_at=at - HOUR, account_enc=account
    )


def _check(house: House, case: Case, at: datetime) -> Any:
    """Ali has checked the subject of a case at a door."""
    asked = Asked(case.subject.names.get().as_written, case.subject.born)
    return check_person(CheckPerson(asked, "attending"), by=house.ali, at=at - HOUR)


def _to_begin(house: House, at: datetime) -> Any:
    """A hearing that was listed for before now."""
    application = sent_application(house, at - 30 * HOUR)
    return listed_hearing(house, application, at=application.made_at + timedelta(minutes=10))


@dataclass(frozen=True)
class Address:
    """`args` from the world; `needs` an operation of the access table, OPEN or SIGNED_IN; `case` of what it is, where it
    is of one; `own` the only person who has it; `post` where it only takes a press."""

    args: Callable[[World], tuple[Any, ...]] = lambda w: ()
    needs: str | tuple[str, ...] = SIGNED_IN
    case: Callable[[World], Case] | None = None
    own: str = ""
    post: bool = False
    data: Callable[[World], dict[str, str]] = lambda w: {}
    not_for: frozenset[str] = frozenset()
    ours: bool = False
    inside: bool = False


COURT = frozenset({"court_user"})
DECIDE = ("decide_notice", "record_legal_advice")


def _of(thing: str) -> Callable[[World], Case]:
    def case(world: World) -> Case:
        found = getattr(world, thing)
        return found if isinstance(found, Case) else found.case

    return case


def _page(thing: str, needs: str | tuple[str, ...], *more: Any, post: bool = False) -> Address:
    """A page of a thing that has a reference and a case."""
    return Address(lambda w: (getattr(w, thing).ref, *more), needs, _of(thing), post=post)


def _hearing(thing: str, needs: str | tuple[str, ...], *more: Any, post: bool = False) -> Address:
    return Address(
        lambda w: (getattr(w, thing).public_id, *more), needs, lambda w: getattr(w, thing).application.case, post=post
    )


def _begun(world: World) -> Case:
    return world.begun.application.case


def _evidence(thing: str, needs: str, *, post: bool = False, own: str = "") -> Address:
    """A page of a file, an exhibit or a pack."""
    args = lambda w: (getattr(w, thing).public_id,)  # noqa: E731
    return Address(args, needs, lambda w: getattr(w, thing).breach.case, own=own, post=post)


def _draft(*more: Any, post: bool = False) -> Address:
    return Address(lambda w: (w.draft.public_id, *more), "propose_notice", own="ali", post=post)


def _report(*more: Any, post: bool = False) -> Address:
    return Address(lambda w: (w.report.public_id, *more), "report_breach", own="ali", post=post)


ADDRESSES: dict[str, Address] = {
    "home": Address(),
    "account_login": Address(needs=OPEN),
    "session": Address(),
    "sign_out": Address(post=True),
    "practise_as": Address(needs=OPEN, post=True, data=lambda w: {"as": str(w.house.ali.pk)}),
    "help": Address(needs=OPEN),
    "first_password": Address(needs=OPEN),
    "password": Address(),
    "people": Address(needs="see_people"),
    "people_asked": Address(needs="see_people"),
    "people_act": Address(lambda w: (w.staff_act.public_id,), "agree_post"),
    "person_new": Address(needs="open_user"),
    "person": Address(lambda w: (w.house.wren.pk,), "see_people"),
    "person_change": Address(lambda w: (w.house.wren.pk,), "change_user"),
    "person_close": Address(lambda w: (w.house.wren.pk,), "close_user"),
    "person_open": Address(lambda w: (w.house.wren.pk,), "open_user"),
    "person_code": Address(lambda w: (w.house.wren.pk,), "ask_post"),
    "person_role": Address(lambda w: (w.house.wren.pk,), "ask_post"),
    "person_rank": Address(lambda w: (w.house.wren.pk,), "ask_post"),
    "person_role_end": Address(lambda w: (w.house.wren.pk, w.house.wren.role_grants.get().pk), "end_post"),
    "person_rank_end": Address(lambda w: (w.house.wren.pk, w.house.wren.ranks.get().pk), "end_post"),
    "teams": Address(needs="keep_places"),
    "team_new": Address(needs="keep_places"),
    "force_new": Address(needs="keep_places"),
    "force": Address(lambda w: (w.house.forces["practice"].pk,), "keep_places"),
    "courts": Address(needs="keep_places"),
    "court_new": Address(needs="keep_places"),
    "court": Address(lambda w: (w.house.courts["Bromley Magistrates' Court"].pk,), "keep_places"),
    "accessibility": Address(needs=OPEN),
    "healthz": Address(needs=OPEN),
    "board": Address(needs="see_board"),
    "board_part": Address(needs="see_board"),
    "deadline": Address(lambda w: (w.clock.pk,), "see_case", _of("clock")),
    "acknowledge_warning": Address(lambda w: (w.rung.pk,), "acknowledge_rung", _of("clock"), post=True, not_for=frozenset({"call_handler"})),
    "duty": Address(needs="hold_duty"),
    "duty_team": Address(lambda w: (w.team.pk,), "hold_duty", ours=True),
    "duty_take": Address(lambda w: (w.team.pk, "unit_desk"), "hold_duty", ours=True, post=True),
    "duty_hand_over": Address(lambda w: (w.team.pk, "unit_desk"), "hold_duty", ours=True, post=True),
    "updates": Address(needs="tell_protected"),
    "update": Address(lambda w: (w.update.ref,), "tell_protected", _of("update")),
    "update_attempt": Address(lambda w: (w.update.ref,), "tell_protected", _of("update")),
    "case_contact": _page("case", "agree_safe_contact"),
    "case_card": _page("case", "give_card"),
    "case_needs": _page("case", "record_case_facts"),
    "case_helpers": _page("case", "keep_consents"),
    "case_helper_end": Address(lambda w: (w.case.ref, w.consent.pk), "keep_consents", _of("case"), post=True),
    "unrecorded": Address(lambda w: (w.unrecorded.ref,), "see_unrecorded", _of("unrecorded")),
    "asked_list": Address(needs="answer_asked"),
    "asked": Address(lambda w: (w.asked.ref,), "answer_asked", _of("asked")),
    "asked_alone": Address(lambda w: (w.asked.ref,), "answer_asked", _of("asked"), post=True),
    "line": Address(needs="take_call"),
    "line_call": Address(lambda w: (w.call.public_id,), "take_call", own="controller"),
    "line_callbacks": Address(needs="take_call"),
    "line_callback": Address(lambda w: (w.callback.public_id,), "take_call", _of("callback")),
    "line_callback_went": Address(lambda w: (w.callback.public_id,), "take_call", _of("callback"), post=True),
    "line_help": Address(lambda w: (w.danger.public_id,), "take_call", own="controller"),
    "tasks": Address(needs="do_task"),
    "task": Address(lambda w: (w.task.public_id,), "do_task", _of("task")),
    "task_read": Address(lambda w: (w.task.public_id,), "do_task", _of("task")),
    "task_reopen": Address(lambda w: (w.done.public_id,), "do_task", _of("done"), post=True),
    "sittings": Address(needs="keep_sittings"),
    "sitting_add": Address(needs="keep_sittings"),
    "sitting_cancel": Address(lambda w: (w.sitting.pk,), "keep_sittings"),
    "figures": Address(needs="see_figures"),
    "figures_csv": Address(needs="see_figures"),
    "figure_list": Address(lambda w: ("notices_in_force",), "see_case", not_for=COURT),
    "audit": Address(needs="read_audit"),
    "practice": Address(needs="set_up"),
    "feedback": Address(needs="handle_feedback_alert"),
    "feedback_figures": Address(needs="see_feedback_figures"),
    "feedback_enter": Address(needs="enter_feedback"),
    "feedback_actions": Address(needs="triage_feedback"),
    "feedback_action": Address(lambda w: (w.said_done.ref,), "triage_feedback", ours=True),
    "feedback_response": Address(lambda w: (w.said.ref,), "handle_feedback_alert", ours=True),
    "feedback_act": Address(lambda w: (w.said.ref, "take"), "handle_feedback_alert", ours=True, post=True),
    "case_feedback": _page("case", "invite_feedback"),
    "case_feedback_paper": _page("case", "invite_feedback", post=True),
    "leaflets": Address(needs="see_leaflets"),
    "leaflet_print": Address(lambda w: ("cy", "card"), "see_leaflets"),
    "leaflet_kept": Address(lambda w: (w.leaflet.pk,), "see_leaflets"),
    "case_leaflet": _page("case", "give_leaflet"),
    "translations": Address(needs="approve_text"),
    "translation_withdraw": Address(lambda w: (w.approval.pk,), "approve_text", post=True),
    **{name: Address(needs="read_law") for name in ("law", "law_questions", "law_beside", "law_rules", "law_bank_holidays", "law_areas", "law_values")},
    "law_section": Address(lambda w: ("29",), "read_law"),
    "law_runs_out": Address(needs="see_law_data"),
    "law_alarm": Address(lambda w: (w.law_alarm.pk,), "check_law_change"),
    "law_changes": Address(needs="see_law_data"),
    "law_change": Address(lambda w: (w.law_change.public_id,), "see_law_data"),
    "law_change_new": Address(lambda w: ("holiday_comes",), "keep_law"),
    "cases": Address(needs="see_case"),
    **{
        name: _page("case", "see_case")
        for name in (
            "case", "case_people", "case_requirements", "case_deadlines", "case_documents", "case_breaches",
            "case_history", "case_acts",
        )
    },
    "case_names": _page("case", "see_names", post=True),
    "case_act": _page("case", "assign_case", "assign"),
    "case_sealed": _page("case", "reveal_place"),
    "case_sealed_one": Address(lambda w: (w.case.ref, w.sealed_thing), "reveal_place", _of("case")),
    "case_correct": _page("case", "correct_person", "subject", "name"),
    "case_correction": Address(lambda w: (w.case.ref, w.person_correction.pk), "decide_person_correction", _of("case")),
    "case_restriction": _page("case", "lift_restriction"),
    "case_conflict": Address(lambda w: (w.case.ref, w.conflict.pk), "lift_conflict", _of("case")),
    "subject_event": _page("case", "record_case_facts"),
    "case_fact": _page("case", "record_case_facts", "number"),
    "register": Address(needs="search_register"),
    "register_csv": Address(needs="search_register"),
    "same_person": Address(needs="decide_same_person"),
    "address_checks": Address(needs="open_address_checks"),
    "check": Address(needs="check_at_door"),
    "check_answer": Address(lambda w: (w.check.public_id,), "check_at_door", own="ali"),
    "check_not": Address(lambda w: (w.check.public_id,), "check_at_door", own="ali", post=True),
    "check_chosen": Address(lambda w: (w.check.public_id, w.order.ref), "check_at_door", own="ali"),
    "breaches": Address(needs="see_breaches"),
    "breach_new": Address(needs="report_breach"),
    "breach_report": Address(lambda w: (w.order.ref,), "report_breach"),
    "breach_resume": _report(),
    "breach_discard": _report(post=True),
    "breach_check": _report(),
    "breach_question": _report("when"),
    "breach_dismiss": Address(lambda w: (w.sign.public_id,), "decide_breach", _of("sign")),
    "breach_take": _page("breach", "own_breach", post=True),
    "breach_correction": Address(lambda w: (w.breach.ref, w.correction.pk), "decide_correction", _of("breach")),
    "breach": _page("breach", ("see_breaches", "record_breach_result")),
    "breach_act": _page("breach", "decide_breach", "decide"),
    "evidence": _page("breach", "see_evidence"),
    "evidence_add": _page("breach", "add_evidence"),
    "evidence_file": _evidence("upload", "add_evidence", own="ali"),
    "evidence_announce": _evidence("upload", "add_evidence", own="ali", post=True),
    "evidence_part": _evidence("upload", "add_evidence", own="ali", post=True),
    "exhibit": _evidence("exhibit", "see_evidence"),
    "exhibit_preview": _evidence("exhibit", "see_evidence"),
    "exhibit_copy": _evidence("exhibit", "see_evidence"),
    "exhibit_original": _evidence("exhibit", "take_original"),
    "exhibit_hand": _evidence("exhibit", "hand_evidence"),
    "exhibit_withdraw": _evidence("exhibit", "withdraw_evidence"),
    "pack_new": _page("breach", "make_pack"),
    "pack": _evidence("pack", "see_evidence"),
    "pack_file": _evidence("pack", "make_pack"),
    "pack_sent": _evidence("pack", "make_pack"),
    "propose_new": Address(needs="propose_notice"),
    "propose_drafts": Address(needs="propose_notice"),
    "propose_resume": _draft(),
    "propose_discard": _draft(post=True),
    "propose_preview": _draft(post=True),
    "propose_check": _draft(),
    "propose_stop": _draft("under-age"),
    "propose_question": _draft("subject"),
    "propose_in_case": Address(lambda w: (w.proposal.case.ref,), "propose_notice", lambda w: w.proposal.case),
    "propose_sent": Address(lambda w: (w.proposal.ref,), "propose_notice", lambda w: w.proposal.case),
    "propose_withdraw": Address(lambda w: (w.proposal.ref,), "propose_notice", own="ali", post=True),
    "propose_again": Address(lambda w: (w.proposal.ref,), "propose_notice", lambda w: w.proposal.case, post=True),
    "counter_allegations": Address(needs="decide_notice"),
    "counter_allegation": Address(lambda w: (w.counter.pk,), "decide_notice"),
    "decide_queue": Address(needs=DECIDE, not_for=COURT),
    "decide": Address(lambda w: (w.proposal.ref,), DECIDE, _of("proposal"), not_for=COURT),
    # An inspector who presses it is refused by the operation, on the page that an inspector may open.
    "advise_request": Address(lambda w: (w.proposal.ref,), DECIDE, _of("proposal"), post=True, not_for=COURT),
    "notice": _page("served", "see_case"),
    "notice_serve": _page("unserved", "serve_notice"),
    "notice_sign": _page("unserved", "decide_notice"),
    "notice_withdraw": _page("unserved", "withdraw_authority"),
    "notice_correct": _page("served", "correct_service"),
    "notice_wrong_person": _page("served", "report_wrong_person"),
    "notice_held_void": _page("served", "hold_notice_void"),
    "notice_commanding_officer": _page("served", "do_task"),
    "notice_advice": _page("served", "record_legal_advice"),
    "document": Address(lambda w: (w.document.doc_id,), "see_case", _of("case")),
    "prepare_application": _page("served", "prepare_application"),
    "application": _page("application", "see_case"),
    "application_add": _page("application", "prepare_application"),
    "application_add_term": _page("application", "prepare_application", "no_contact"),
    "application_edit": _page("application", "prepare_application", 1),
    "application_remove": _page("application", "prepare_application", 1, post=True),
    "requirements_notice": _page("application", "prepare_application"),
    "list_hearing": _page("application", "list_hearing"),
    "withdraw_application": _page("application", "withdraw_application"),
    "hearings": Address(needs="see_hearings"),
    "hearing": _hearing("hearing", "see_case"),
    "hearing_notice": _hearing("hearing", "give_hearing_notice"),
    "vacate_hearing": _hearing("hearing", "list_hearing"),
    "begin_hearing": _hearing("hearing", "record_outcome"),
    "correct_begun": _hearing("begun", "correct_begun"),
    "void_outcome": _hearing("begun", "void_outcome"),
    "outcome": _hearing("begun", "record_outcome"),
    "outcome_draft": _hearing("begun", "record_outcome", post=True),
    "outcome_add": _hearing("begun", "record_outcome"),
    "outcome_add_term": _hearing("begun", "record_outcome", "no_contact"),
    "outcome_edit": Address(lambda w: (w.begun.public_id, w.key), "record_outcome", _begun),
    "outcome_preview": _hearing("begun", "record_outcome"),
    "outcome_paper": _hearing("begun", "record_outcome"),
    "outcome_advice": _hearing("begun", "record_outcome"),
    "order": _page("order", "see_case"),
    "order_serve": _page("order", "serve_order"),
    "order_awareness": Address(lambda w: (w.order.ref,), "serve_order", _of("order"), inside=True),
    "compliance": Address(needs="see_compliance"),
    "order_compliance": _page("order", "see_compliance"),
    "order_notification": _page("order", "record_notification"),
    "order_change": Address(lambda w: (w.order.ref,), "record_notification", _of("order"), inside=True),
    "order_exemption": Address(lambda w: (w.order.ref,), "record_notification", _of("order"), inside=True),
    "order_exemption_end": Address(lambda w: (w.order.ref, w.regime.pk), "record_notification", _of("order"), inside=True),
    "notification_given": Address(lambda w: (w.given.public_id,), "record_notification", _of("order"), inside=True),
    "notification_paper": Address(lambda w: (w.given.public_id,), "record_notification", _of("order"), inside=True),
    "order_tag": _page("order", "record_tag", TAG),
    "order_sign_on": _page("order", "record_sign_on", SIGN_ON),
    "order_check_plan": _page("order", "plan_checks"),
    "order_check": Address(lambda w: (w.order.ref, w.check_item.pk), "record_check", _of("order")),
    "order_check_stop": Address(lambda w: (w.order.ref, w.check_item.pk), "plan_checks", _of("order"), post=True),
    "order_marker": _page("order", "record_marker"),
    "supervision": Address(lambda w: (w.supervision.public_id,), "see_compliance", _of("order")),
    "supervision_report": Address(lambda w: (w.supervision.public_id,), "report_supervision", _of("order")),
    "supervision_asked": Address(lambda w: (w.supervision.public_id,), "manage_supervisors", _of("order")),
    "supervision_access": Address(lambda w: (w.supervision.public_id,), "manage_supervisors", _of("order")),
    "supervision_access_end": Address(lambda w: (w.supervision.public_id,), "manage_supervisors", _of("order"), post=True),
    "application_responsible": _page("application", "prepare_application"),
    "workers": Address(needs="manage_support_workers"),
    "worker_new": Address(needs="manage_support_workers"),
    "worker": Address(lambda w: (w.worker.pk,), "manage_support_workers", ours=True),
    "case_worker": _page("case", "keep_consents"),
    "supervisors": Address(needs="manage_supervisors"),
    "supervisor_new": Address(needs="manage_supervisors"),
    "supervisor": Address(lambda w: (w.account.pk,), "manage_supervisors", ours=True),
    "order_review": _page("order", "end_order_by_event"),
    "order_discharge": _page("order", "vary_order"),
    "correct_order_service": _page("order", "correct_order_service"),
    "correct_awareness": _page("order", "correct_order_service"),
    "correct_death": _page("case", "correct_death"),
    "order_event": _page("order", "end_order_by_event"),
    "order_correct": _page("order", "correct_order", 1),
    "order_vary": _page("order", "vary_order"),
    "order_vary_add": _page("order", "vary_order"),
    "order_vary_clause": _page("order", "vary_order", "extend", 1),
    "order_vary_term": _page("order", "vary_order", "replace", 1, "no_contact"),
}  # fmt: skip


def names_of_staff_urls() -> list[str]:
    """The name of every address in the staff table."""
    return [
        pattern.name or str(pattern.pattern)
        for pattern in _patterns(get_resolver("haven.config.urls_staff").url_patterns)
    ]


def _patterns(table: list[Any]) -> Iterator[URLPattern]:
    for entry in table:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        else:
            yield entry


def everybody(house: House) -> dict[str, User]:
    """Somebody of every role, and an officer of another force."""
    manager = User.objects.create_user(
        "manager@haven.example", name="Bea Lund", force=house.forces["practice"], team=house.teams["Performance Office"]
    )
    RoleGrant.objects.create(
        user=manager, role="feedback_manager", from_at=datetime.fromisoformat("2020-01-01T00:00:00+00:00")
    )
    partner = User.objects.create_user(
        "partner@haven.example",
        name="Dana Firth",
        force=Force.objects.create(code="p", name="Partners", kind="partner"),
    )
    helper = User.objects.create_user("helper@haven.example", name="Rue Ames", force=partner.force)
    for user, role in ((partner, "responsible_person"), (helper, "supporter")):
        RoleGrant.objects.create(user=user, role=role, from_at=datetime.fromisoformat("2020-01-01T00:00:00+00:00"))
    codes = (
        "ali", "adeyemi", "halloran", "okoro", "fenwick", "shah", "controller", "moss", "castell", "frome", "lowry", "quill",
    )  # fmt: skip
    return {code: house.users[code] for code in codes} | {"manager": manager, "partner": partner, "helper": helper}
