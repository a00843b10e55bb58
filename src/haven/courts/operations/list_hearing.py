"""A hearing gets its day, its notice to the subject, and is vacated when it must be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import NewDeadline, close_all, meet, start
from haven.cases.papers import keep_case_paper
from haven.cases.permissions import may
from haven.courts.facts import address_given, hearing_clock, london_day
from haven.courts.models import Application, Court, Hearing, Sitting
from haven.courts.operations.holding import hold_application, hold_hearing, must
from haven.courts.states import (
    ADJOURNED,
    AWAITING_ASSESSMENT,
    application_status,
    can_move_application,
    can_move_hearing,
)
from haven.courts.views import hearing_notice_paper, made, text_of
from haven.documents.papers import render_hearing_notice
from haven.lawdata.queries import policy
from haven.notices.clocks import desk_of
from haven.sealed.ciphers import token
from haven_law.applications import hearing_notice
from haven_law.citation import daa
from haven_law.findings import Decision, Finding, Refused

MOST_WHY = 500
LATE_RULE = "Haven listing rule"


@dataclass(frozen=True)
class Slot:
    """Where and when. With `sitting` the rest follows from it, and `listed_for` may be a time within it."""

    sitting: Sitting | None = None
    court: Court | None = None
    room: str = ""
    listed_for: datetime | None = None

    def resolved(self) -> tuple[Court, str, datetime]:
        """Court, room and instant. Refused when one is missing, or the time is outside the sitting."""
        if self.sitting is not None:
            must(self.sitting.cancelled_at is None, "This sitting is cancelled. Choose another")
            when = self.listed_for or self.sitting.starts_at
            inside = self.sitting.starts_at <= when < self.sitting.ends_at
            must(inside, "The time must be within the sitting", LATE_RULE)
            return self.sitting.court, self.sitting.room, when
        must(
            self.court is not None and self.listed_for is not None, "Choose a sitting, or a court with a day and a time"
        )
        assert self.court is not None and self.listed_for is not None
        return self.court, self.room.strip()[:40] or "Not known yet", self.listed_for


@dataclass(frozen=True)
class ListHearing:
    """`confirmed_late`: it was seen that the hearing would begin after the notice must be heard."""

    application_ref: str
    slot: Slot
    confirmed_late: bool = False


class ListedTooLate(Refused):
    """The hearing would begin after the 48 hours: it can be listed only when somebody says that they saw it."""

    def __init__(self, act_by: datetime, outer_limit: datetime, listed_for: datetime) -> None:
        late = listed_for > outer_limit
        because = (
            "This is after the notice must be heard. Choose an earlier sitting, or confirm that there is none"
            if late
            else "This may be after the notice must be heard: the law is unsettled. Choose an earlier sitting, or confirm"
        )
        super().__init__(Decision((Finding(daa("29(2)"), False, because),)))
        self.act_by = act_by


@transaction.atomic
def list_hearing(command: ListHearing, *, by: User, at: datetime) -> Hearing:
    """List a hearing of an application. Starts the clock of the notice of hearing (s.29(4); our rule: within hours).

    Refused: to a role that may not; in the past; while another hearing stands; to a court that cannot hear it.
    ListedTooLate when it would begin after the notice must be heard, unless confirmed."""
    application = hold_application(command.application_ref)
    may(by, "list_hearing", application.case, at).require()
    can_move_application(application, "list", at).require()
    must(not hearing_stands(application), "A hearing is already listed. Vacate it first")
    court, room, listed_for = command.slot.resolved()
    must(listed_for >= at, "A hearing cannot be listed in the past")
    must(court.kind == application.court.kind, "This court cannot hear the application", daa("28(6)"))
    again = application_status(application, at) in (ADJOURNED, AWAITING_ASSESSMENT)
    late = not again and _too_late(application, listed_for, command.confirmed_late)
    hearing = write_hearing(
        application, command.slot, kind="adjourned" if again else "first", by=by, at=at, when=(court, room, listed_for)
    )
    facts = _listed_facts(hearing) | {"late": late}
    record(application.case, "hearing.listed", by=by, at=at, about=("hearing", hearing.public_id), facts=facts)
    return hearing


def write_hearing(
    application: Application,
    slot: Slot,
    *,
    kind: str,
    by: User,
    at: datetime,
    when: tuple[Court, str, datetime] | None = None,
    notice_rule: str = "",
) -> Hearing:
    """The row of a hearing and its clock, within an operation that has asked who may and holds the case."""
    court, room, listed_for = when or slot.resolved()
    hearing = Hearing.objects.create(
        public_id=token(),
        application=application,
        court=court,
        sitting=slot.sitting,
        room=room,
        listed_for=listed_for,
        listed_at=at,
        hearing_kind=kind,
        notice_rule=notice_rule,
        notice_given_at=at if notice_rule else None,
        recorded_by=by,
    )
    if not notice_rule:
        _start_notice_clock(hearing, at)
    if kind == "adjourned":
        start(application.case, _next_clock(hearing, at))
    return hearing


def _next_clock(hearing: Hearing, at: datetime) -> NewDeadline:
    """Every hearing after an adjournment has its clock, one that was listed again as well: the notice goes on until the
    court decides (s.29(7)), so nobody may lose sight of it."""
    return NewDeadline(
        kind="next_hearing",
        about=("hearing", hearing.public_id),
        starts_at=at,
        act_by=hearing.listed_for,
        outer_limit=hearing.listed_for,
        owner_role="unit_desk",
        owner_team=desk_of(hearing.application.force_id, "unit"),
        provision=daa("29(7)"),
        nature="policy",
        ladder="C",
    )


def _too_late(application: Application, listed_for: datetime, confirmed: bool) -> bool:
    clock = hearing_clock(application.after_notice) if application.after_notice is not None else None
    if clock is None or clock.met_at is not None or listed_for <= clock.act_by:
        return False
    if not confirmed:
        raise ListedTooLate(clock.act_by, clock.outer_limit, listed_for)
    return True


def _start_notice_clock(hearing: Hearing, at: datetime) -> None:
    hours = timedelta(hours=policy("hearing_notice_hours", london_day(at)))
    case = hearing.application.case
    clock = NewDeadline(
        kind="hearing_notice",
        about=("hearing", hearing.public_id),
        starts_at=at,
        act_by=min(at + hours, hearing.listed_for),
        outer_limit=hearing.listed_for,
        owner_role="unit_desk",
        owner_team=desk_of(hearing.application.force_id, "unit"),
        provision=daa("29(4)"),
        policy_key="hearing_notice_hours",
        nature="policy",
        ladder="C",
    )
    start(case, clock)


def hearing_stands(application: Application) -> bool:
    """Whether a hearing of it is listed, or begun and not decided."""
    rows = application.hearings.filter(voided_at__isnull=True, vacated_at__isnull=True)
    return rows.exclude(outcomes__voided_at__isnull=True, outcomes__isnull=False).exists()


def _listed_facts(hearing: Hearing) -> dict[str, object]:
    return {"court": hearing.court.name, "room": hearing.room, "when": hearing.listed_for.isoformat()}


@dataclass(frozen=True)
class GiveHearingNotice:
    """`rule`: given, left_s29_5 (at the address given) or efforts_s29_6 (no address; then `efforts` says what was
    tried)."""

    hearing_id: str
    rule: str
    given_at: datetime
    efforts: str = ""


@transaction.atomic
def give_hearing_notice(command: GiveHearingNotice, *, by: User, at: datetime) -> Hearing:
    """Record how the subject was given notice of the hearing (s.29(4)-(6)), and keep the paper that was given.

    Refused: after the hearing began; in the future or before it was listed; left at an address that the subject did not
    give; efforts where an address was given; efforts without saying which."""
    hearing = hold_hearing(command.hearing_id)
    application, case = hearing.application, hearing.application.case
    may(by, "give_hearing_notice", case, at).require()
    can_move_hearing(hearing, "notice", at).require()
    must(
        hearing.listed_at <= command.given_at <= at,
        "The time must be after the hearing was listed, and not in the future",
    )
    must(command.rule in ("given", "left_s29_5", "efforts_s29_6"), "Choose how notice was given", daa("29(4)"))
    lawful = _notice_lawful(hearing, command).require()
    hearing.notice_rule, hearing.notice_given_at = command.rule, command.given_at
    hearing.notice_efforts = command.efforts.strip() if command.rule == "efforts_s29_6" else ""
    if command.rule != "efforts_s29_6":
        view = hearing_notice_paper(hearing, left=command.rule == "left_s29_5", by=by, at=command.given_at)
        rendered = made(render_hearing_notice, view)
        about = ("hearing", hearing.public_id)
        hearing.notice_document = keep_case_paper(
            case,
            rendered,
            text=text_of(view),
            audience="served",
            about=about,
            by=by,
            supersedes=hearing.notice_document,
        )
    hearing.save(update_fields=["notice_rule", "notice_given_at", "notice_efforts", "notice_document"])
    meet(hearing.public_id, "hearing_notice", at=command.given_at)
    if application.after_notice is not None:
        meet(application.after_notice.ref, "hearing_notice", at=command.given_at)
    facts = {"rule": command.rule, "words": Hearing.NOTICE_RULES[command.rule]}
    about = ("hearing", hearing.public_id)
    record(case, "hearing.notice_given", by=by, at=command.given_at, about=about, facts=facts, findings=lawful.findings)
    return hearing


def _notice_lawful(hearing: Hearing, command: GiveHearingNotice) -> Decision:
    efforts = command.efforts.strip()
    notice = hearing.application.after_notice
    known = address_given(notice) if notice is not None else None
    if command.rule == "left_s29_5":
        must(known is True, "The subject gave no address to leave it at", daa("29(5)"))
    if command.rule == "efforts_s29_6":
        must(known is not True, "The subject gave an address. Leave the notice there", daa("29(5)"))
        must(len(efforts) >= 20, "Say what was tried, where and when, in a sentence or more", daa("29(6)"))
        must(len(efforts) <= 2000, "What was tried must be 2,000 characters or fewer", daa("29(6)"))
    return hearing_notice(
        given=command.rule == "given",
        left_at_given_address=command.rule == "left_s29_5",
        address_given=known if command.rule != "efforts_s29_6" else False,
        reasonable_efforts=True if command.rule == "efforts_s29_6" else None,
    )


@dataclass(frozen=True)
class VacateHearing:
    hearing_id: str
    why: str


@transaction.atomic
def vacate_hearing(command: VacateHearing, *, by: User, at: datetime) -> Hearing:
    """Vacate a hearing that has not begun. Another must be listed: before the first the 48 hours go on, after an
    adjournment the notice does. Refused without a reason."""
    hearing = hold_hearing(command.hearing_id)
    application = hearing.application
    may(by, "list_hearing", application.case, at).require()
    can_move_hearing(hearing, "vacate", at).require()
    why = command.why.strip()
    must(len(why) >= 10, "Say why the hearing is vacated, in a sentence or more", LATE_RULE)
    must(len(why) <= MOST_WHY, f"The reason must be {MOST_WHY} characters or fewer", LATE_RULE)
    hearing.vacated_at, hearing.vacated_why = at, why
    hearing.save(update_fields=["vacated_at", "vacated_why"])
    close_all(hearing.public_id, at=at, because="vacated")
    record(
        application.case,
        "hearing.vacated",
        by=by,
        at=at,
        about=("hearing", hearing.public_id),
        facts=_listed_facts(hearing),
    )
    return hearing
