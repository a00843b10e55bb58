"""A plan that allows feedback, a card, and an answer as the public host sends it."""

from __future__ import annotations

import json
from datetime import time, timedelta
from uuid import uuid4

from django.db import connection

from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, WindowFacts, agree_safe_contact
from haven.compliance.envelope import close_up
from haven.feedback.codes import FEEDBACK_POST, code_hash
from haven.feedback.models import FeedbackResponse
from haven.feedback.operations.invite import InviteFeedback, invite_feedback
from haven.feedback.operations.receive import take_feedback
from haven.feedback.signs import signs, wants_reply
from haven_law.clock import to_london
from tests.rows import HOUR, a_case

HER_NUMBER = "07700 900471"
HOURS = (WindowFacts((0, 1, 2, 3, 4), time(10), time(14)),)


def agreed(case, house, at, **changes):
    """A plan face to face: texts that only she sees, on weekdays from ten to two, and feedback is welcome."""
    facts = {
        "mode": "we_contact",
        "channels": (ChannelFacts("text", HER_NUMBER, "no"),),
        "windows": HOURS,
        "feedback_ok": True,
    }
    return agree_safe_contact(case, PlanFacts(**(facts | changes)), by=house.ali, at=at)


def invited(house, at, *, case=None, moment="after_notice", how="card", **changes):
    """A case with a plan, and the code on her card."""
    if case is None:
        case = a_case(house, at - 3 * HOUR)
        agreed(case, house, at - 2 * HOUR)
    invitation, code = invite_feedback(InviteFeedback(case.ref, moment, how, **changes), by=house.okoro, at=at)
    return case, invitation, code


def post(code, at, answers=None, words="", *, version="online", language="en"):
    """Send an answer by the function that the public host calls."""
    answers = answers or {}
    link = bool(signs(answers, words)) or wants_reply(answers)
    values = [code_hash(code), at, uuid4(), to_london(at).date(), language, version, json.dumps(answers)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT feedback_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)", [*values, close_up(FEEDBACK_POST, words), link]
        )
        return cursor.fetchone()[0]


def said(house, at, answers=None, words="", **invitation):
    """An answer that the worker has taken: the case, and the response."""
    case, _invitation, code = invited(house, at - timedelta(minutes=5), **invitation)
    before = set(FeedbackResponse.objects.values_list("pk", flat=True))
    assert post(code, at, answers, words)
    assert take_feedback(at) == 1
    return case, FeedbackResponse.objects.exclude(pk__in=before).get()
