"""What the page of a notice shows, from its rows as at the instant of the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from haven.accounts.actors import words_at
from haven.accounts.models import User
from haven.cases.advice import question_of
from haven.cases.deadlines import open_deadlines
from haven.cases.models import Deadline, LegalAdvice
from haven.cases.permissions import may
from haven.notices.gates import SERVE, lawful_to_serve
from haven.notices.models import Notice, VoidRuling
from haven.notices.notice_states import begun_late, heard_late, hearing_clock_of, mark, status
from haven.notices.queries_notices import attempts_of, decider, hearing_address_of
from haven.notices.terms import from_json, worded
from haven.notices.unnamed import unnamed
from haven.parties.queries import born_words, display_name
from haven.sealed.ciphers import decipher
from haven.service.models import HearingAddress, ServiceAttempt
from haven.web.parts.words import day_time, duration_words
from haven_law.ambiguities import Ambiguity, explain

# From this much on, a page says that something was recorded later than it happened.
LATER = timedelta(minutes=15)


@dataclass(frozen=True)
class Act:
    """Something that may be done with the notice now: its page and its words."""

    name: str
    words: str
    kind: str = "secondary"


def notice_context(notice: Notice, user: User, at: datetime) -> dict[str, Any]:
    """Everything on the page but the log line."""
    code = status(notice, at)
    clock = hearing_clock_of(notice)
    late = code == "continuing" and clock is not None and begun_late(clock.met_at, clock.act_by)
    asked = open_question(notice, code, at)
    void = rulings(notice)
    void_asked = any(not one["answered_by"] for one in void) and notice.ended_at is None
    return {
        "notice": notice,
        "case": notice.case,
        "name": display_name(notice.case.subject),
        "born": born_words(notice.case.subject),
        "code": code,
        "heard_late": late,
        "state": mark(notice, at, code),
        "authorised_by": decider(notice.authorisation),
        "reasons": decipher(notice.case.ref, notice.authorisation.reasons_enc),
        "asked_by": words_at(notice.proposal.proposed_by, notice.proposal.proposed_at),
        "changes": changes(notice),
        "clauses_list": [
            {"number": t.clause, "text": unnamed(t.plain_en, notice.case.protected), "provision": t.provision}
            for t in notice.terms.all()
        ],
        "legal": [
            {"number": t.clause, "text": unnamed(t.wording_en, notice.case.protected), "provision": t.provision}
            for t in notice.terms.all()
        ],
        "served": served(notice),
        "clock": clock,
        "steps": steps(clock),
        "unsettled": explain(clock.ambiguity) if clock is not None else (),
        "attempts": attempts(notice),
        "open_question": asked,
        "advice": advice(notice),
        "rulings": void,
        "void_asked": void_asked,
        "acts": acts(notice, user, at, asks_lawyer=asked is not None, void_asked=void_asked),
        "commanding_officer": open_deadlines(notice.ref, "commanding_officer").exists(),
        "now": at,
    }


@dataclass(frozen=True)
class OpenQuestion:
    """A point that only a lawyer can decide now: the question as advice is kept for it, and its points in words."""

    question: str
    points: tuple[Ambiguity, ...]


def open_question(notice: Notice, code: str, at: datetime) -> OpenQuestion | None:
    """Past the deadline unheard, or heard late (A5), or not served while the area was in force (A27). None when nothing
    is open, or a lawyer has answered it."""
    question = ""
    if code == "past_deadline" or (code == "continuing" and heard_late(notice)):
        question = "late_notice: A5"
    elif code == "authorised":
        asked = lawful_to_serve(
            notice,
            served_at=at,
            result="handed",
            capacity="constable",
            shared_home_now=True,
            hearing_address="none",
        )
        question = question_of(SERVE, asked) if asked.undecided else ""
    answered = LegalAdvice.objects.filter(about_ref=notice.ref, question=question, voided_at__isnull=True).exists()
    return OpenQuestion(question, explain(question)) if question and not answered else None


def advice(notice: Notice) -> list[dict[str, Any]]:
    """What lawyers advised on this notice."""
    rows = LegalAdvice.objects.filter(case=notice.case, about_ref=notice.ref, voided_at__isnull=True)
    return [
        {
            "by": words_at(row.lawyer, row.at),
            "at": row.at,
            "reading": row.reading,
            "permits": row.permits,
            "reasons": decipher(notice.case.ref, row.reasons_enc),
            "points": explain(row.question),
        }
        for row in rows.select_related("lawyer").order_by("-at")
    ]


def changes(notice: Notice) -> list[dict[str, Any]] | None:
    """What the officer had asked for, when the inspector changed it: shown to the officer."""
    if notice.authorisation.decision != "authorised_with_changes":
        return None
    return [
        {"number": c.number, "text": c.plain, "provision": c.provision}
        for c in worded(from_json(notice.proposal.terms))
    ]


def served(notice: Notice) -> list[tuple[str, str | None]] | None:
    """How it was served, in pairs; None when it was not."""
    if notice.service is None or notice.served_at is None:
        return None
    attempt = notice.service.attempt
    address = hearing_address_of(notice.ref)
    server = words_at(attempt.by_user, attempt.at) if attempt.by_user else _("somebody else")
    return [
        (_("Served"), f"{day_time(notice.served_at)}, {server}"),
        (_("Recorded"), recorded_later(attempt)),
        (_("How"), attempt.get_result_display()),
        (_("Where"), attempt.get_place_kind_display()),
        (_("Read out"), _("Yes") if attempt.read_out else _("No")),
        (_("Understood"), attempt.get_understood_display() or None),
        (_("Interpreter"), attempt.interpreter or None),
        (_("Appropriate adult"), attempt.appropriate_adult or None),
        (_("Address for the hearing"), _address(address)),
        (_("What the subject said"), f"“{decipher(notice.case.ref, attempt.said_enc)}”" if attempt.said_enc else None),
    ]


def _address(answer: HearingAddress | None) -> str | None:
    if answer is None:
        return None
    if answer.address is not None:
        place = answer.address
        return ", ".join(part for part in (*place.lines.splitlines(), place.postcode) if part)
    return f"{answer.get_answer_display()}: {answer.why_not}" if answer.why_not else answer.get_answer_display()


def recorded_later(attempt: ServiceAttempt) -> str | None:
    """Hours later is normal, and said."""
    late = attempt.recorded_at - attempt.at
    if late < LATER:
        return None
    return _("%(when)s, %(late)s later") % {"when": day_time(attempt.recorded_at), "late": duration_words(late)}


def attempts(notice: Notice) -> list[dict[str, Any]]:
    """Every attempt, the newest first. A voided one stays, with who voided it and why."""
    found = []
    for row in attempts_of(notice.ref):
        voided = None
        if row.voided_at is not None and row.voided_by is not None:
            voided = _("Voided on %(when)s by %(who)s: %(why)s") % {
                "when": day_time(row.voided_at),
                "who": words_at(row.voided_by, row.voided_at),
                "why": row.void_reason,
            }
        by = words_at(row.by_user, row.at) if row.by_user else ""
        found.append({"title": row.get_result_display(), "moment": day_time(row.at), "by": by, "note": voided})
    return found


def steps(clock: Deadline | None) -> list[tuple[datetime, str, str]]:
    """The reckoning of the hours: day, hours counted, why not."""
    if clock is None:
        return []
    found = []
    for step in clock.steps:
        start = datetime.fromisoformat(step["from"])
        counted = timedelta(minutes=int(step["counted_minutes"]))
        found.append((start, duration_words(counted) if counted else _("none"), step["why_not"] or ""))
    return found


def ruling_words(ruling: VoidRuling) -> dict[str, Any]:
    """What a court is said to have decided, and who said so."""
    answered, when = ruling.agreed_by or ruling.declined_by, ruling.agreed_at or ruling.declined_at
    return {
        "court": ruling.court,
        "reference": ruling.court_reference,
        "decided_at": ruling.decided_at,
        "reasons": decipher(ruling.notice.case.ref, ruling.reasons_enc),
        "asked_by": words_at(ruling.asked_by, ruling.asked_at),
        "asked_at": ruling.asked_at,
        "answered_by": words_at(answered, when) if answered is not None and when is not None else "",
        "agreed": ruling.agreed_at is not None,
    }


def rulings(notice: Notice) -> list[dict[str, Any]]:
    """All that was recorded of a court holding the notice void, also what nobody agreed to, the latest first."""
    rows = notice.void_rulings.select_related("notice__case", "asked_by", "agreed_by", "declined_by").order_by("-pk")
    return [ruling_words(row) for row in rows]


def acts(notice: Notice, user: User, at: datetime, *, asks_lawyer: bool, void_asked: bool = False) -> list[Act]:
    """What this person may do now with this notice. A thing that cannot be done is not offered."""
    case = notice.case
    signed, served_now = notice.authorisation.signed_at is not None, notice.served_at is not None
    live = notice.ended_at is None and notice.authority_withdrawn_at is None
    mine = notice.authorisation.by_id == user.pk
    reported = notice.wrong_person_reported_at is not None
    first = "primary"
    offered = (
        (asks_lawyer, "record_legal_advice", Act("notice_advice", _("Record your advice"), first)),
        (live and not signed and mine, "decide_notice", Act("notice_sign", _("Sign the notice"), first)),
        (
            live and signed and not served_now,
            "serve_notice",
            Act("notice_serve", _("Record service or an attempt"), first),
        ),
        (live and served_now, "prepare_application", Act("prepare_application", _("Application to the court"), first)),
        (live and not served_now, "withdraw_authority", Act("notice_withdraw", _("Withdraw the authority"))),
        (
            served_now and not _recorded_by(notice, user),
            "correct_service",
            Act("notice_correct", _("Correct the time of service")),
        ),
        (
            live and served_now and not reported,
            "report_wrong_person",
            Act("notice_wrong_person", _("Report that it is on the wrong person")),
        ),
        (
            live and served_now and not void_asked,
            "hold_notice_void",
            Act("notice_held_void", _("Record that a court held it void")),
        ),
        (
            live and void_asked,
            "agree_notice_void",
            Act("notice_held_void", _("Say whether a court held it void"), first),
        ),
    )
    return [act for possible, operation, act in offered if possible and may(user, operation, case, at).lawful is True]


def _recorded_by(notice: Notice, user: User) -> bool:
    service = notice.service
    return service is not None and user.pk in (service.attempt.by_user_id, service.recorded_by_id)
