"""What protected people, and friends who help them, sent on the public host is recorded by the operations."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db.models import Q

from haven.breaches.operations.report_breach import Online, ReportBreach, Response, report_breach
from haven.breaches.reporters import Reporter
from haven.cases.models import Case
from haven.cases.operations.hand_over import HandedOver, lines_of
from haven.cases.operations.post_box import Box, Said, take_all
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.compliance.envelope import HER_POST, open_up
from haven.support.models import Asked, Begun, Consent, HerPost, Knock, Update
from haven.support.operations.ask import Ask, ask
from haven.support.operations.consents import consent_ended
from haven.support.operations.mark_told import mark_collected

HER_PAGE = "The page of the protected person"
# Help is asked about within this time when she says that she is in danger.
ASK_WITHIN = timedelta(minutes=5)
KNOCKS_KEPT, BEGUN_KEPT = timedelta(days=1), timedelta(days=30)


def take_her_posts(now: datetime, *, limit: int = 100) -> int:
    """Record every post that waits. Answers how many were recorded."""
    done = take_all(BOX, now, limit=limit)
    Knock.objects.filter(at__lt=now - KNOCKS_KEPT).delete()
    return done


def forget_begun(now: datetime) -> int:
    """Empty what was begun on her pages long ago and never sent. Answers how many."""
    return Begun.objects.filter(saved_at__lt=now - BEGUN_KEPT).delete()[0]


def _opened(post: HerPost) -> Said:
    closed = bytes(post.closed)
    return json.loads(open_up(HER_POST, closed)) if closed else {}


def _record(post: HerPost, said: Said) -> None:
    """What it became, as a reference that she may read, or nothing."""
    if post.kind == "consent_ended":
        assert post.consent is not None
        consent_ended(post.consent, by="The protected person", at=post.at)
    elif post.kind == "read":
        _read(post, said)
    elif post.kind == "tell":
        post.became = _tell(post, said)
    else:
        wants = tuple(str(want) for want in said["wants"])
        words, about, language = (str(said.get(name, "")) for name in ("words", "about", "language"))
        supporter = post.consent.supporter if post.consent is not None else None
        asked = Ask(post.kind, wants, words, about, supporter, language)
        ask(asked, person=post.person_id, at=post.at)


def _read(post: HerPost, said: Said) -> None:
    refs = [str(ref) for ref in said["refs"]]
    rows = Update.objects.filter(ref__in=refs, case__protected=post.person_id, to="protected").exclude(state="closed")
    for update in rows.order_by("pk"):
        mark_collected(update, words=HER_PAGE, at=post.at)


def _reporter(post: HerPost) -> Reporter:
    if post.consent is None:
        return Reporter("protected", "The protected person", person=post.person_id)
    assert isinstance(post.consent, Consent)
    return Reporter("supporter", "A friend, with consent", person=post.person_id)


def _tell(post: HerPost, said: Said) -> str:
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


NAMES = {
    "about": "About", "from": "Not before", "until": "Not after", "precision": "How exactly", "clauses": "Requirements",
    "account": "What happened", "where": "How", "place": "Where", "online": "Page or account", "danger": "In danger now",
    "safe": "Safe now", "contact": "May we contact them as agreed", "wants": "What they want", "words": "In their words",
    "language": "Language", "refs": "News that they read",
}  # fmt: skip


def _typed(post: HerPost, said: Said) -> tuple[Case, HandedOver] | None:
    """For a person: of the case of the paper it is about, else of the newest."""
    cases = Case.objects.filter(protected=post.person_id).order_by("-opened_at")
    about = str(said.get("about", ""))
    case = cases.filter(Q(orders__ref=about) | Q(notices__ref=about)).first() or cases.first()
    if case is None:
        return None
    sender = (
        "A friend, with consent"
        if post.consent is not None and post.kind != "consent_ended"
        else "The protected person"
    )
    urgent = said.get("danger") == "yes" or said.get("safe") == "no"
    lines = lines_of(dict(said), NAMES, Asked.WANTS)
    return case, HandedOver(f"her {post.command_id}", sender, HerPost.KINDS[post.kind], post.at, lines, urgent)


BOX = Box(
    called="a protected person",
    rows=lambda: HerPost.objects.select_related("consent__supporter"),
    opened=_opened,
    record=_record,
    typed=_typed,
    unreadable="It could not be read. Send it again, or ring 101",
)
