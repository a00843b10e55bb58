"""What a few protected people of the story said of how they were treated, by every way there is, what was done about it,
and leaflets that were offered: so that whoever practises finds a queue, an open hour, and something that changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from haven.cases.models import Case
from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts
from haven.compliance.envelope import close_up
from haven.feedback.codes import FEEDBACK_POST, code_hash
from haven.feedback.models import FeedbackAction, FeedbackResponse
from haven.feedback.operations.actions import LEAST_PEOPLE, PublishAction, WriteAction, publish_action, write_action
from haven.feedback.operations.invite import InviteFeedback, invite_feedback
from haven.feedback.operations.receive import EnterFeedback, enter_feedback, take_feedback
from haven.feedback.operations.triage import (
    close_feedback,
    put_to_action,
    read_response,
    record_reply,
    record_safe,
    take_on,
)
from haven.feedback.signs import signs, wants_reply
from haven.jobs.practice.aftermath import follow
from haven.jobs.practice.house import House
from haven.leaflets.operations.give import GiveLeaflet, give_leaflet
from haven.support.operations.agree_plan import AgreePlan, Wishes, agree_plan
from haven.support.plans import plan_row
from haven_law.clock import to_london

NUMBER = "07700 900472"
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
# Nothing has happened for so long in a case whose protected person is asked; a plan is looked at again after a month.
QUIET, PLAN_BEFORE = timedelta(days=30), timedelta(hours=1)
SPOKEN = "PC Wren rang in their safe hours: a neighbour had called, nobody came. Safe tonight."
ASK_FIRST = "Ring before you come. I did not know the number."


@dataclass(frozen=True)
class Said:
    """One answer: how many hours ago it came, by which way, what was answered, and what became of it."""

    hours: float
    how: str
    version: str
    answers: Mapping[str, list[str]] = field(default_factory=dict)
    words: str = ""
    language: str = "en"
    then: str = ""


CONTENT = {"listened": ["always"], "explained": ["yes"], "contacted_as_asked": ["yes"], "safer": ["safer"]}
MIXED = {"listened": ["mostly"], "told_in_time": ["too_late"], "contacted_as_asked": ["mostly"], "safer": ["same"]}
DANGER = {"listened": ["always"], "safer": ["less_safe"]}
REPLY = {"told_in_time": ["not_told"], "reply": ["yes"]}
# The open hour first: where there are few quiet cases, it is among them. An empty version: nobody answered.
SAID = (
    Said(0.2, "card", "online", DANGER, "I am afraid to go out."),
    Said(26, "phone", "phone", DANGER, then="seen"),
    Said(3, "form", "paper", REPLY, "Nobody said when the court was."),
    Said(200, "card", "online", MIXED, ASK_FIRST, then="counted"),
    Said(180, "form", "paper", MIXED, ASK_FIRST, then="counted"),
    Said(160, "easy", "easy_read", MIXED, ASK_FIRST, then="counted"),
    Said(130, "phone", "phone", MIXED, ASK_FIRST, then="counted"),
    Said(120, "card", "easy_read", CONTENT | {"told_in_time": ["too_late"]}, "Ffoniwch cyn dod.", "cy", "counted"),
    Said(100, "form", "paper", REPLY, "Who looks after my case now?", then="replied"),
    Said(4, "card", "online", CONTENT, "The officer was kind."),
    Said(50, "card", ""),
    Said(480, "card", ""),
)
LEAFLETS = (
    ("paper", "en", "a5"), ("not_safe",), ("paper", "en", "card"), ("qr", "cy", "web"), ("read_aloud", "en", "easy"),
    ("declined",), ("paper", "cy", "easy"),
)  # fmt: skip


@transaction.atomic
def place_said(house: House, now: datetime) -> int:
    """The answers and the leaflets, in cases where nothing has happened for a while. Answers how many answered."""
    cases = _quiet(house, now)
    found = [_say(one, case, house, now) for one, case in zip(SAID, cases, strict=False)]
    rows = [(one, row) for one, row in zip(SAID, found, strict=False) if row is not None]
    action = _write(house, now)
    for one, row in rows:
        _become(one, row, action, house, now)
    if action.responses.count() >= LEAST_PEOPLE:
        publish_action(action, PublishAction("Dee Amos, adviser of Larkspur"), by=house.marlow, at=now - 2 * DAY)
    for case in cases:
        follow(case, now, house)
    return len(rows)


def _quiet(house: House, now: datetime) -> list[Case]:
    """Cases that everybody may see, with nothing in them for a month, and nobody who helps; one of each person, and none
    with whom a plan was agreed since: what each says is before what another of her cases would say."""
    rows = Case.objects.filter(restrictions=None, lead_force=house.forces["practice"])
    rows = rows.filter(protected__consents=None, conflicts=None).exclude(events__at__gt=now - QUIET)
    rows = rows.exclude(protected__contact_plans__made_at__gt=now - QUIET)
    found: dict[int, Case] = {}
    for case in rows.select_related("protected", "lead_force").distinct().order_by("-pk"):
        found.setdefault(case.protected_id, case)
    return list(found.values())[: len(SAID)]


def _say(one: Said, case: Case, house: House, now: datetime) -> FeedbackResponse | None:
    """Her plan, the leaflet, the code, and what she answered under it, if she did."""
    came = now - one.hours * HOUR
    asked = came - 2 * HOUR
    plan = plan_row(case.protected_id)
    facts = PlanFacts("we_contact", (ChannelFacts("text", NUMBER, "no"),), feedback_ok=True)
    wishes = Wishes(language=one.language)
    agree_plan(
        AgreePlan(case.ref, facts, wishes, after_version=plan.version if plan else 0),
        by=house.okoro,
        at=asked - PLAN_BEFORE,
    )
    place = SAID.index(one)
    if place < len(LEAFLETS):
        give_leaflet(GiveLeaflet(case.ref, *LEAFLETS[place]), by=house.okoro, at=asked - MINUTE)
    command = InviteFeedback(case.ref, "after_court", one.how, one.language)
    _invitation, code = invite_feedback(command, by=house.okoro, at=asked)
    return _answer(one, code, house, came) if one.version else None


def _answer(one: Said, code: str, house: House, came: datetime) -> FeedbackResponse:
    """On paper and on a call somebody enters it; on a screen the public host hands it over and the worker takes it."""
    if one.how != "card":
        entered = EnterFeedback(code, one.version, one.language, one.answers, one.words)
        return enter_feedback(entered, by=house.controller, at=came)
    before = set(FeedbackResponse.objects.values_list("pk", flat=True))
    link = bool(signs(one.answers, one.words)) or wants_reply(one.answers)
    closed = close_up(FEEDBACK_POST, one.words)
    day = to_london(came).date()
    answers = json.dumps(one.answers)
    values: Any = [code_hash(code), came, uuid4(), day, one.language, one.version, answers, closed, link]
    with connection.cursor() as cursor:
        cursor.execute("SELECT feedback_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)", values)
    take_feedback(came)
    return FeedbackResponse.objects.exclude(pk__in=before).get()


def _write(house: House, now: datetime) -> FeedbackAction:
    said, did = "Ring before you come", "We ring first, in your safe way, and say who comes"
    due: date = to_london(now + 7 * DAY).date()
    return write_action(WriteAction("Visits", said, did, due), by=house.marlow, at=now - 9 * DAY)


def _become(one: Said, row: FeedbackResponse, action: FeedbackAction, house: House, now: datetime) -> None:
    """Read, counted, replied to, seen to and closed, some time after it came."""
    at = now - one.hours * HOUR + 20 * MINUTE
    if not one.then:
        return
    by = house.marlow
    read_response(row, by=by, at=at)
    if one.then == "counted":
        put_to_action(row, action, by=by, at=at)
        return
    take_on(row, by=by, at=at)
    if one.then == "seen":
        record_safe(row, SPOKEN, by=by, at=at + 10 * MINUTE)
    else:
        record_reply(row, "call", by=by, at=at + HOUR)
    close_feedback(row, "Seen to" if one.then == "seen" else "They have their reply", by=by, at=at + 2 * HOUR)
