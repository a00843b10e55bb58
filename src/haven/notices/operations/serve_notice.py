"""A constable serves a notice in person, or tries to. From service the 48 hours run (s.29(2))."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from haven.accounts.actors import actor, words_at
from haven.accounts.models import User
from haven.cases.advice import legal_view
from haven.cases.chronology import record
from haven.cases.deadlines import meet
from haven.cases.deadlines import start as start_clock
from haven.cases.permissions import may
from haven.documents.papers.words import time_words
from haven.notices.clocks import apply_clock, commanding_officer_clock, hearing_clock
from haven.notices.gates import SERVE, already, in_same_minute, lawful_to_serve, must
from haven.notices.models import Notice
from haven.notices.operations.holding import hold_notice
from haven.parties.models import Person
from haven.service.models import ServiceAttempt
from haven.service.operations.record_attempt import IDENTITY_FACTS, Attempt, record_attempt
from haven.service.operations.record_hearing_address import AddressAnswer, record_hearing_address
from haven.service.operations.record_service import record_service
from haven_law.citation import daa
from haven_law.findings import Decision, Finding
from haven_law.notices import HOME_TERMS, SERVED_PERSONALLY, commanding_officer_duty

RESULTS = ("handed", "refused_but_left", "not_found", "evaded", "wrong_person")
LEAST_IDENTITY = 2
MOST_SAID = 5000


@dataclass(frozen=True)
class ServeNotice:
    """How an attempt to serve went. `happened_at` is when it was so; it may be hours before it is recorded.

    `identity` are codes of IDENTITY_FACTS. `shared_home_now` is asked again where the notice has a term about the home
    (s.23(2)); `service_accommodation` where the subject is in the armed forces. `apply_by` and `last_sitting` come from
    the sittings of the court, when the caller knows them."""

    notice_ref: str
    result: str
    happened_at: datetime
    place_kind: str
    identity: tuple[str, ...] = ()
    read_out: bool = False
    understood: str = ""
    interpreter: str = ""
    appropriate_adult: str = ""
    said: str = ""
    address: AddressAnswer | None = None
    no_fixed_abode: bool = False
    shared_home_now: bool | None = None
    service_accommodation: bool | None = None
    apply_by: datetime | None = None
    last_sitting: datetime | None = None


@dataclass(frozen=True)
class Served:
    """What came of it: the attempt, and the notice (running when `attempt` succeeded)."""

    notice: Notice
    attempt: ServiceAttempt
    findings: tuple[Finding, ...] = field(default=())


@transaction.atomic
def serve_notice(command: ServeNotice, *, by: User, at: datetime) -> Served:
    """Record an attempt by `by` to serve the notice. A failed one starts no clock. A good one meets `serve_notice` and
    starts `hearing` (two-sided), `apply` and, for a member of the armed forces, `commanding_officer`.

    Refused: to anybody but a constable of the case (s.25(3)); before it is authorised and signed; after the authority
    was withdrawn; when it is served already, with who and when; a time in the future; fewer than two facts of identity;
    without the question of s.25(4); to a subject under 18 on the day; when a term about the home needs an inspector
    again (s.23(2)). LawyerMustDecide when the area is no longer in force on the day (A27)."""
    notice = hold_notice(command.notice_ref)
    signed_at = notice.authorisation.signed_at or notice.authorised_at
    command = replace(command, happened_at=in_same_minute(command.happened_at, signed_at))
    _who_may(notice, command, by, at)
    _is_possible(notice, command, at)
    if command.result not in SERVED_PERSONALLY:
        return Served(notice, _failed(notice, command, by))
    _identified(command)
    found = lawful_to_serve(
        notice,
        served_at=command.happened_at,
        result=command.result,
        capacity="constable",
        shared_home_now=command.shared_home_now,
        hearing_address=command.address.answer if command.address else None,
    )
    allowed = found.require(legal_view(notice.case, notice.ref, SERVE, found))
    attempt = record_attempt(notice.case, _attempt(notice, command), by=by)
    _serve(notice, command, attempt, allowed, by)
    return Served(notice, attempt, allowed.findings)


def _who_may(notice: Notice, command: ServeNotice, by: User, at: datetime) -> None:
    """Allowed now, and a constable at the time of service."""
    may(by, "serve_notice", notice.case, at).require()
    must(actor(by, command.happened_at).constable, "Only a constable may serve a notice", daa("25(3)"))


def _is_possible(notice: Notice, command: ServeNotice, at: datetime) -> None:
    must(command.result in RESULTS, "Choose how it went")
    must(command.place_kind in ServiceAttempt.PLACES, "Choose where it was")
    must(len(command.said) <= MOST_SAID, f"What the subject said must be {MOST_SAID:,} characters or fewer")
    must(command.happened_at <= at, "The time you gave the notice cannot be in the future")
    signed = notice.authorisation.signed_at
    must(signed is not None, "The inspector has not signed this notice yet. Nothing is served before it is signed")
    assert signed is not None
    if notice.authority_withdrawn_at is not None:
        Decision((already("The authority for this notice was withdrawn", notice.authority_withdrawn_at),)).require()
    if notice.service is not None and notice.served_at is not None:
        server = notice.service.attempt.by_user
        person = words_at(server, notice.served_at) if server else "somebody else"
        Decision((already(f"This notice is already recorded as served by {person}", notice.served_at),)).require()
    must(
        command.happened_at >= max(signed, notice.authorised_at),
        f"The time you gave the notice must be after {time_words(signed)}, when it was signed",
        daa("22(1)"),
    )


def _failed(notice: Notice, command: ServeNotice, by: User) -> ServiceAttempt:
    attempt = record_attempt(notice.case, _attempt(notice, command), by=by)
    facts = {
        "result": command.result,
        "words": ServiceAttempt.RESULTS[command.result].lower(),
        "place": command.place_kind,
    }
    record(
        notice.case,
        "notice.service_attempted",
        by=by,
        at=command.happened_at,
        about=("notice", notice.ref),
        facts=facts,
    )
    return attempt


def _identified(command: ServeNotice) -> None:
    known = {code for code in command.identity if code in IDENTITY_FACTS}
    must(len(known) >= LEAST_IDENTITY, "Choose at least two facts that you knew the person by", daa("25(3)"))


def _attempt(notice: Notice, command: ServeNotice) -> Attempt:
    return Attempt(
        paper_kind="notice",
        about_ref=notice.ref,
        person=notice.case.subject,
        made_at=command.happened_at,
        result=command.result,
        place_kind=command.place_kind,
        capacity="constable",
        document=notice.document,
        identity=tuple(code for code in command.identity if code in IDENTITY_FACTS),
        interpreter=command.interpreter.strip(),
        appropriate_adult=command.appropriate_adult.strip(),
        read_out=command.read_out,
        understood=command.understood,
        said=command.said.strip(),
    )


def _serve(notice: Notice, command: ServeNotice, attempt: ServiceAttempt, allowed: Decision, by: User) -> None:
    served_at = command.happened_at
    notice.service = record_service(attempt, mode_rule=daa("25(3)"), by=by)
    notice.served_at = served_at
    notice.save(update_fields=["service", "served_at"])
    assert command.address is not None
    record_hearing_address(notice.case.subject, notice.ref, command.address, by=by, at=served_at)
    if command.no_fixed_abode and not notice.case.subject.no_fixed_abode:
        Person.objects.filter(pk=notice.case.subject_id).update(no_fixed_abode=True)
    meet(notice.ref, "serve_notice", at=served_at)
    hear_by = start_clocks(
        notice,
        served_at,
        apply_by=command.apply_by,
        last_sitting=command.last_sitting,
        tell_commanding_officer=commanding_officer_asked(notice, command.service_accommodation),
    )
    facts: dict[str, Any] = {
        "place": command.place_kind,
        "hear_by": hear_by.isoformat(),
        "address": command.address.answer,
        "understood": command.understood,
        "no_fixed_abode": command.no_fixed_abode,
    }
    record(
        notice.case,
        "notice.served",
        by=by,
        at=served_at,
        about=("notice", notice.ref),
        facts=facts,
        findings=allowed.findings,
    )


def commanding_officer_asked(notice: Notice, service_accommodation: bool | None) -> bool:
    """Whether the commanding officer must be told (s.25(5)-(7))."""
    terms = tuple(term.term for term in notice.terms.all())
    duty = commanding_officer_duty(
        believed_service_person=bool(notice.case.subject.service_law),
        terms=terms,
        service_accommodation=bool(service_accommodation),
    )
    return duty.lawful is True


def start_clocks(
    notice: Notice,
    served_at: datetime,
    *,
    apply_by: datetime | None,
    last_sitting: datetime | None,
    tell_commanding_officer: bool,
) -> datetime:
    """Start what runs from service; answers the instant by which the application must be heard (the earlier date)."""
    hearing = hearing_clock(notice, served_at, last_sitting)
    start_clock(notice.case, hearing)
    start_clock(notice.case, apply_clock(notice, served_at, hearing.act_by, apply_by, last_sitting))
    if tell_commanding_officer:
        start_clock(notice.case, commanding_officer_clock(notice, served_at))
    return hearing.act_by


def asks_about_home(notice: Notice) -> bool:
    """Whether the page must ask again if the subject lives there: the notice has a term about a shared home (s.23(2))."""
    return any(term.term in HOME_TERMS for term in notice.terms.all())
