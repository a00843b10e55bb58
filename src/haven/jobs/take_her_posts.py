"""What protected people, and friends who help them, sent on the public host is recorded by the operations."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import transaction

from haven.breaches.operations.report_breach import Online, ReportBreach, Response, report_breach
from haven.breaches.reporters import Reporter
from haven.cases.models import Case
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.compliance.envelope import HER_POST, open_up
from haven.support.models import Begun, Consent, HerPost, Knock, Update
from haven.support.operations.ask import Ask, ask
from haven.support.operations.consents import consent_ended
from haven.support.operations.mark_told import mark_collected
from haven_law.findings import Refused

logger = logging.getLogger(__name__)

HER_PAGE = "The page of the protected person"
# Help is asked about within this time when she says that she is in danger.
ASK_WITHIN = timedelta(minutes=5)
KNOCKS_KEPT, BEGUN_KEPT = timedelta(days=1), timedelta(days=30)
FAILING_FOR, ANSWER_WITHIN = timedelta(minutes=10), timedelta(hours=2)
NOT_RECORDED = (
    "They sent something from their page that cannot be recorded. Ask them what it was, as their plan allows, and tell the "
    "administrator"
)
UNREADABLE = "It could not be read. Send it again, or ring 101"


def take_her_posts(now: datetime, *, limit: int = 100) -> int:
    """Record every post that waits, the oldest first. One that is refused keeps the reason, which its sender reads; one
    that fails waits and is tried again. Any number of workers may run it. Answers how many were recorded."""
    waiting = HerPost.objects.filter(taken_at__isnull=True).order_by("at", "pk").values_list("pk", flat=True)
    done = 0
    for pk in list(waiting[:limit]):
        try:
            done += _take(pk, now)
        except Exception as problem:  # noqa: BLE001  one that fails must not keep the others from being recorded
            logger.error("A post of a protected person was not recorded: %s %s", pk, type(problem).__name__)
            _tell_a_person(pk, now)
    Knock.objects.filter(at__lt=now - KNOCKS_KEPT).delete()
    return done


def forget_begun(now: datetime) -> int:
    """Empty what was begun on her pages long ago and never sent. Answers how many."""
    return Begun.objects.filter(saved_at__lt=now - BEGUN_KEPT).delete()[0]


@transaction.atomic
def _tell_a_person(pk: int, now: datetime) -> None:
    """One that goes on failing: she waits for an answer that would never come. It is tried on all the same."""
    post = HerPost.objects.get(pk=pk)
    case = Case.objects.filter(protected=post.person_id).order_by("-opened_at").first()
    team = team_of_force(case.lead_force_id, "unit") if case is not None else None
    if case is None or team is None or now - post.at < FAILING_FOR:
        return
    about = ("case", case.ref)
    new = NewTask(
        "not_recorded", NOT_RECORDED, team, now + ANSWER_WITHIN, "our rule", duty_role="unit_desk", about=about
    )
    make_task(case, new, by=None, at=now)


@transaction.atomic
def _take(pk: int, now: datetime) -> int:
    rows = HerPost.objects.select_for_update(skip_locked=True, of=("self",))
    post = rows.select_related("consent__supporter").filter(pk=pk, taken_at__isnull=True).first()
    if post is None:
        return 0
    try:
        with transaction.atomic():
            post.became = _record(post)
    except Refused as problem:
        post.refused = "; ".join(finding.because for finding in problem.findings)[:300]
    except (InvalidTag, ValueError, KeyError, TypeError) as problem:
        logger.error("A post of a protected person does not open: %s %s", post.pk, type(problem).__name__)
        post.refused = UNREADABLE
    post.taken_at, post.closed = now, b""
    post.save(update_fields=["taken_at", "became", "refused", "closed"])
    return int(not post.refused)


def _record(post: HerPost) -> str:
    """What it became, as a reference that she may read, or nothing."""
    if post.kind == "consent_ended":
        assert post.consent is not None
        consent_ended(post.consent, by="The protected person", at=post.at)
        return ""
    said = json.loads(open_up(HER_POST, post.closed))
    if post.kind == "read":
        return _read(post, said)
    if post.kind == "tell":
        return _tell(post, said)
    wants = tuple(str(want) for want in said["wants"])
    supporter = post.consent.supporter if post.consent is not None else None
    asked = Ask(
        post.kind,
        wants,
        str(said.get("words", "")),
        str(said.get("about", "")),
        supporter,
        str(said.get("language", "")),
    )
    ask(asked, person=post.person_id, at=post.at)
    return ""


def _read(post: HerPost, said: dict[str, Any]) -> str:
    refs = [str(ref) for ref in said["refs"]]
    rows = Update.objects.filter(ref__in=refs, case__protected=post.person_id, to="protected").exclude(state="closed")
    for update in rows.order_by("pk"):
        mark_collected(update, words=HER_PAGE, at=post.at)
    return ""


def _reporter(post: HerPost) -> Reporter:
    if post.consent is None:
        return Reporter("protected", "The protected person", person=post.person_id)
    assert isinstance(post.consent, Consent)
    return Reporter("supporter", "A friend, with consent", person=post.person_id)


def _tell(post: HerPost, said: dict[str, Any]) -> str:
    until = said.get("until")
    command = ReportBreach(
        about_ref=str(said["about"]),
        happened_from=datetime.fromisoformat(said["from"]),
        happened_until=datetime.fromisoformat(until) if until else None,
        precision=said["precision"],
        account=str(said["account"]),
        clauses=tuple(int(n) for n in said["clauses"]),
        in_danger="yes" if said["danger"] == "yes" else "no",
        where=said["where"],
        place=str(said.get("place", "")),
        online=Online(address=str(said.get("online", ""))),
        response=Response(safe=said["safe"], contact_still_right=said["contact"]),
    )
    breach = report_breach(command, by=_reporter(post), at=post.at)
    if said["danger"] == "yes" or said["safe"] == "no":
        team = team_of_force(breach.force_id, "control")
        assert team is not None
        words = "They say on their page that they are in danger or not safe. Find out at once, as their plan allows"
        new = NewTask(
            "not_safe",
            words,
            team,
            post.at + ASK_WITHIN,
            "our rule",
            duty_role="control_room",
            about=("breach", breach.ref),
        )
        make_task(breach.case, new, by=None, at=post.at)
    return breach.ref
