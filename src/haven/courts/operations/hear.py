"""The hearing begins, is adjourned, and its outcome is recorded: once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import close_all, meet
from haven.cases.permissions import may
from haven.courts.facts import address_given, hearing_clock, law_deadline
from haven.courts.models import Application, Hearing, HearingOutcome
from haven.courts.operations.closing import (
    close_application,
    end_its_notice,
    set_aside_withdrawal,
    withdrawn_later,
)
from haven.courts.operations.holding import hold_hearing, must
from haven.courts.operations.list_hearing import Slot, write_hearing
from haven.courts.states import can_move_hearing, outcome_of
from haven.sealed.ciphers import encipher
from haven_law.applications import hearing_notice
from haven_law.citation import daa
from haven_law.findings import Decision, Finding, as_json, refuse
from haven_law.notice_life import heard_in_time
from haven_law.orders import subject_was_given_notice

LEAST_REASONS = 10
MOST_REASONS = 5000
OUTCOME_RULE = "Haven one outcome rule"
LATE_WORDS = {True: "in time", False: "late", None: "perhaps late: the law is unsettled"}


@dataclass(frozen=True)
class BeginHearing:
    hearing_id: str
    begun_at: datetime


@transaction.atomic
def begin_hearing(command: BeginHearing, *, by: User, at: datetime) -> Hearing:
    """Record that the hearing began. The 48 hours are met at that instant, in time or late (s.29(2), A5).

    Refused: to any but the court; vacated or begun already; in the future or before it was listed."""
    hearing = hold_hearing(command.hearing_id)
    application, case = hearing.application, hearing.application.case
    may(by, "record_outcome", case, at).require()
    can_move_hearing(hearing, "begin", at).require()
    must(
        hearing.listed_at <= command.begun_at <= at,
        "The time must be after the hearing was listed, and not in the future",
    )
    hearing.begun_at = command.begun_at
    hearing.save(update_fields=["begun_at"])
    notice = application.after_notice
    in_time: bool | None = True
    findings: list[Finding] = []
    clock = hearing_clock(notice) if notice is not None else None
    if notice is not None and clock is not None and clock.met_at is None:
        in_time = heard_in_time(law_deadline(clock), command.begun_at)
        findings.append(begun_finding(in_time))
        meet(notice.ref, "hearing", at=command.begun_at)
    meet(hearing.public_id, "next_hearing", at=command.begun_at)
    facts = {"court": hearing.court.name, "in_time": LATE_WORDS[in_time], "late": in_time is not True}
    about = ("hearing", hearing.public_id)
    record(case, "hearing.begun", by=by, at=command.begun_at, about=about, facts=facts, findings=findings)
    return hearing


def begun_finding(in_time: bool | None) -> Finding:
    """Whether the hearing began within the 48 hours; None: between the two dates."""
    if in_time:
        return Finding(daa("29(2)"), True, "The hearing began within the 48 hours.")
    if in_time is None:
        because = "The hearing began between the two dates; whether that is in time is for a lawyer."
        return Finding(daa("29(2)"), None, because, "A5")
    because = "The hearing began after the 48 hours. The Act does not say what follows for the notice."
    return Finding(daa("29(2)"), False, because, "A5")


@dataclass(frozen=True)
class Decided:
    """What every outcome records. `subject_notice`: a code of Hearing.NOTICE_RULES, or "" where none was given."""

    hearing_id: str
    decided_at: datetime
    presence: str
    reasons: str
    subject_notice: str = ""


@dataclass(frozen=True)
class AdjournHearing:
    """`adjourned_for`: assessment, service, time or other. `next_slot`: where and when it goes on."""

    decided: Decided
    adjourned_for: str
    next_slot: Slot


@transaction.atomic
def adjourn_hearing(command: AdjournHearing, *, by: User, at: datetime) -> HearingOutcome:
    """Adjourn to another hearing. The notice continues in effect until the application is decided (s.29(7)).

    Refused: to any but the court; before it began; twice; without the next hearing, or with one that is not later."""
    hearing = hold_to_decide(command.decided, by=by, at=at)
    must(command.adjourned_for in HearingOutcome.ADJOURNED_FOR, "Choose what it is adjourned for")
    case = hearing.application.case
    must(
        hearing.application.withdrawn_at is None,
        "The application was withdrawn after that, so there is no hearing to adjourn to",
    )
    when = command.next_slot.resolved()
    decided_at = command.decided.decided_at
    must(when[2] > decided_at, "The next hearing must be after this one")
    must(when[0].kind == hearing.court.kind, "This court cannot hear the application", daa("28(6)"))
    present = command.decided.presence != "absent"
    following = write_hearing(
        hearing.application,
        command.next_slot,
        kind="adjourned",
        by=by,
        at=decided_at,
        when=when,
        notice_rule="none_needed_present" if present else "",
    )
    outcome = write_outcome(
        hearing, command.decided, "adjourned", by=by, adjourned_for=command.adjourned_for, next_hearing=following
    )
    facts = {"words": outcome.get_adjourned_for_display().lower(), "when": following.listed_for.isoformat()}
    record(case, "hearing.adjourned", by=by, at=decided_at, about=("hearing", hearing.public_id), facts=facts)
    return outcome


@dataclass(frozen=True)
class RefuseApplication:
    decided: Decided


@transaction.atomic
def refuse_application(command: RefuseApplication, *, by: User, at: datetime) -> HearingOutcome:
    """The court refused to make an order. The application is determined, and the notice ends (s.25(2)(d))."""
    hearing = hold_to_decide(command.decided, by=by, at=at)
    take_in_hand(hearing.application, command.decided, by=by)
    return _ended_in_court(hearing, command.decided, "refused", "application_refused", by=by)


@dataclass(frozen=True)
class WithdrawnInCourt:
    """The applicant withdrew at the hearing, and the court records it. `because`: a key of Application.WITHDRAWN."""

    decided: Decided
    because: str


@transaction.atomic
def withdrawn_in_court(command: WithdrawnInCourt, *, by: User, at: datetime) -> HearingOutcome:
    """Record a withdrawal at the hearing: the applicant says it, the court writes it. The notice ends (s.25(2)(d))."""
    hearing = hold_to_decide(command.decided, by=by, at=at)
    must(command.because in Application.WITHDRAWN, "Choose why the application is withdrawn")
    application = hearing.application
    take_in_hand(application, command.decided, by=by)
    application.withdrawn_at, application.withdrawn_by = command.decided.decided_at, by
    application.withdrawn_because = command.because
    application.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    return _ended_in_court(hearing, command.decided, "withdrawn", "application_withdrawn", by=by)


def _ended_in_court(hearing: Hearing, decided: Decided, result: str, because: str, *, by: User) -> HearingOutcome:
    outcome = write_outcome(hearing, decided, result, by=by)
    application = hearing.application
    close_application(application, at=decided.decided_at, determined=result != "withdrawn", because=result)
    end_its_notice(application, because, by=by, at=decided.decided_at)
    kind = "application.withdrawn" if result == "withdrawn" else "application.determined"
    facts = {"result": result, "words": outcome.get_result_display().lower()}
    if result == "withdrawn":
        facts["because"] = application.get_withdrawn_because_display()
    about = ("application", application.ref)
    record(application.case, kind, by=by, at=decided.decided_at, about=about, facts=facts)
    return outcome


def hold_to_decide(decided: Decided, *, by: User, at: datetime) -> Hearing:
    """The hearing, locked, once an outcome may be recorded for it.

    What was decided before the application was withdrawn outside court may be recorded after that: the withdrawal is
    set aside where the decision determines the application. Whether notice of the hearing was given or excused
    (s.29(4)-(6)) is not asked here: `notice_of_proceedings` says it, and the making of an order asks it.

    Refused: to any but the court; when it has an outcome already; in the future or before it began; when the application
    was withdrawn or decided by the time of the decision, or was decided at another hearing since; without reasons."""
    hearing = hold_hearing(decided.hearing_id)
    may(by, "record_outcome", hearing.application.case, at).require()
    earlier = outcome_of(hearing)
    if earlier is not None:
        words = f"An outcome is already recorded for this hearing: {earlier.get_result_display().lower()}"
        refuse(OUTCOME_RULE, words).require()
    begun = hearing.begun_at
    if begun is None:
        can_move_hearing(hearing, "decide", at).require()
    within = begun is not None and begun <= decided.decided_at <= at
    must(within, "The time of the decision must be after the hearing began, and not in the future")
    can_move_hearing(hearing, "decide", decided.decided_at).require()
    _still_open(hearing.application, decided.decided_at)
    must(decided.presence in HearingOutcome.PRESENCE, "Say whether the subject was at court")
    must(len(decided.reasons.strip()) >= LEAST_REASONS, "Enter the reasons given in court")
    must(len(decided.reasons) <= MOST_REASONS, f"The reasons must be {MOST_REASONS:,} characters or fewer")
    return hearing


def take_in_hand(application: Application, decided: Decided, *, by: User) -> None:
    """Before the application is decided: a withdrawal outside court that came after the decision is set aside."""
    if withdrawn_later(application, decided.decided_at):
        set_aside_withdrawal(application, by=by, decided_at=decided.decided_at)


def _still_open(application: Application, decided_at: datetime) -> None:
    """Another hearing has not decided it since: one application is decided once."""
    over = application.determined_at is not None or application.withdrawn_at is not None
    must(
        not over or withdrawn_later(application, decided_at),
        "This application was decided at another hearing. A wrong outcome must be taken back first",
        OUTCOME_RULE,
    )


def notice_of_proceedings(decided: Decided, hearing: Hearing) -> Decision:
    """Whether the court may hear the application as far as notice to the subject goes (s.29(4)-(6))."""
    rule = notice_rule(decided, hearing)
    notice = hearing.application.after_notice
    known = address_given(notice) if notice is not None else None
    if rule == "efforts_s29_6" and known is True and decided.presence == "absent":
        return refuse(daa("29(5)"), "The subject gave an address, so efforts alone are not enough")
    left = rule == "left_s29_5"
    return hearing_notice(
        given=rule in ("given", "none_needed_present") and decided.presence == "absent",
        left_at_given_address=left,
        address_given=False if rule == "efforts_s29_6" else (known or None) if left else None,
        reasonable_efforts=True if rule == "efforts_s29_6" else None,
        present=decided.presence != "absent",
    )


def notice_rule(decided: Decided, hearing: Hearing) -> str:
    """How the subject was given notice: as the court says, else as recorded, else by being there."""
    rule = decided.subject_notice or hearing.notice_rule
    return rule or ("none_needed_present" if decided.presence != "absent" else "")


def write_outcome(
    hearing: Hearing,
    decided: Decided,
    result: str,
    *,
    by: User,
    adjourned_for: str = "",
    next_hearing: Hearing | None = None,
    gates: Iterable[Finding] = (),
) -> HearingOutcome:
    """The one outcome of a hearing, within an operation that holds the case and has asked everything."""
    rule = notice_rule(decided, hearing)
    # Whoever is at the hearing has notice of the proceedings, however it was given.
    given = decided.presence != "absent" or (bool(rule) and subject_was_given_notice(rule))
    outcome = HearingOutcome.objects.create(
        hearing=hearing,
        result=result,
        adjourned_for=adjourned_for,
        decided_at=decided.decided_at,
        subject_presence=decided.presence,
        notice_given_to_subject=given,
        reasons_enc=encipher(hearing.application.case.ref, decided.reasons.strip()),
        next_hearing=next_hearing,
        gates=[as_json(finding) for finding in gates],
        recorded_by=by,
    )
    close_all(hearing.public_id, at=decided.decided_at, because="decided")
    return outcome
