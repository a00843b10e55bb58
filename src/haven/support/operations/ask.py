"""She asks for something from her pages: it is written down in her words, and a person acts. Nothing changes by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import Team
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, CaseEvent, Task
from haven.cases.operations.record_needs import MOST_DETAIL, add_needs_asked
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.lawdata.queries import calendar
from haven.notices.models import Notice
from haven.orders.models import Order
from haven.sealed.ciphers import encipher
from haven.support.models import Asked, Supporter
from haven_law.clock import day_end, to_london, working_day_after
from haven_law.findings import refuse

RULE = "Haven asking rule"
# Whoever is made to ask has time to say so (T-08).
HOLD = timedelta(hours=72)
MOST_WORDS = 2000
WANTS: dict[str, frozenset[str]] = {
    "contact": frozenset(
        {"no_call", "no_text", "no_email", "no_post", "no_supporter", "other_hours", "new_way", "reminders", "other"}
    ),
    "needs": frozenset(
        {"interpreter", "bsl", "text_relay", "screens", "separate_entrance", "video_link", "intermediary", "easy_read",
         "welsh", "welsh_spoken", "welsh_written", "reminders", "other"}
    ),
    "change": frozenset({"stronger", "lighter", "end"}),
    "people": frozenset({"add"}),
}  # fmt: skip
# What she ticks -> the needs that it is, as an officer would record them. A reminder or something else is for a person.
NEEDS: dict[str, tuple[str, ...]] = {
    **{kind: (kind,) for kind in ("interpreter", "bsl", "text_relay", "screens", "video_link", "intermediary", "easy_read",
                                  "welsh_spoken", "welsh_written")},
    "separate_entrance": ("separate_entrance", "separate_waiting"),
    "welsh": ("welsh_spoken", "welsh_written"),
}  # fmt: skip
EVENTS = {kind: f"{kind}.asked" for kind in WANTS}
# kind -> (kind of the task, its words)
TASKS = {
    "contact": (
        "confirm_contact",
        "They ask for another way of contact. Confirm it in person or by their code words, never over a way that they say "
        "is not safe. Nothing leaves by the old plan until then",
    ),
    "needs": ("see_to_needs", "They say what help they need. See to it before the next hearing, and tell them"),
    "change": (
        "speak_alone",
        "They ask for a change of what protects them. Speak to them alone and in person. Not by an officer of the case. "
        "Nothing goes to a court before the 72 hours are over",
    ),
    "people": ("add_helper", "They want to add somebody who helps. Ask them face to face, and record what they agree to"),
}  # fmt: skip
# Beside it, when what protects them is to say less or to end (T-08).
AFTER_LESS = (
    ("risk_again", "Assess the risk again: they asked that what protects them says less, or ends"),
    ("look_at_use", "Find out from when and where they asked, and where the subject was at that time"),
    ("offer_support", "Offer support from an organisation outside the police: they asked for less protection"),
)


@dataclass(frozen=True)
class Ask:
    """What is asked. `about` is the reference of a notice or order for "change"; `supporter` asked with her; `language` is
    the one to interpret."""

    kind: str
    wants: tuple[str, ...]
    words: str = ""
    about: str = ""
    supporter: Supporter | None = None
    language: str = ""


@transaction.atomic
def ask(command: Ask, *, person: int, at: datetime) -> Asked:
    """Write down what a protected person, or a friend with her consent, asks for, and give the tasks. What she needs at
    court or to understand is recorded as a need from then on. Refused: an unknown wish; a notice or order that does not
    protect her; nobody's case. `person` was proven where they came in."""
    wants = tuple(dict.fromkeys(command.wants))
    if command.kind not in WANTS or not wants or not set(wants) <= WANTS[command.kind]:
        refuse(RULE, "Choose one of the answers shown").require()
    case = lock_case(_case_of(command, person).pk)
    at = max(at, case.opened_at)
    words = {
        "contact": {"wants": _words(wants)},
        "needs": {"wants": _words(wants)},
        "change": {"wants": _words(wants), "about": command.about},
    }
    who = "A friend of the protected person" if command.supporter is not None else "The protected person"
    about = ("case", case.ref)
    event = record(case, EVENTS[command.kind], by=who, at=at, about=about, facts=words.get(command.kind, {}))
    asked = Asked(case=case, kind=command.kind, wants=list(wants), about_ref=command.about, asked_at=at)
    asked.by_supporter = command.supporter
    asked.hold_until = at + HOLD if command.kind == "change" else None
    asked.words_enc = encipher(case.ref, command.words.strip()[:MOST_WORDS]) if command.words.strip() else None
    asked.task = _tasks(case, command, asked, event, at)
    asked.save()
    if command.kind == "needs":
        add_needs_asked(case, _needs(wants, command.language), at=at)
    return asked


def _needs(wants: tuple[str, ...], language: str) -> tuple[tuple[str, str], ...]:
    """The needs that her answers are. An interpreter without a language is none yet: her task asks for it."""
    spoken = " ".join(language.split())[:MOST_DETAIL]
    kinds = dict.fromkeys(kind for want in wants for kind in NEEDS.get(want, ()) if kind != "interpreter" or spoken)
    return tuple((kind, spoken if kind == "interpreter" else "") for kind in kinds)


def _words(wants: tuple[str, ...]) -> str:
    return ", ".join(Asked.WANTS[want].lower() for want in wants)


def _case_of(command: Ask, person: int) -> Case:
    """The case of the paper it is about; else the newest that is open, else the newest."""
    rows = Case.objects.filter(protected=person)
    if command.kind == "change":
        paper = (
            Notice.objects.filter(ref=command.about, voided_at__isnull=True).first()
            or Order.objects.filter(ref=command.about, voided_at__isnull=True).first()
        )
        rows = rows.filter(pk=paper.case_id) if paper is not None else rows.none()
    found = rows.filter(closed_at__isnull=True).order_by("-opened_at").first() or rows.order_by("-opened_at").first()
    if found is None:
        refuse(RULE, "There is no such notice or order").require()
    assert found is not None
    return found


def _tasks(case: Case, command: Ask, asked: Asked, event: CaseEvent, at: datetime) -> Task:
    team = team_of_force(case.lead_force_id, "unit")
    if team is None:
        raise LookupError(f"The force of {case.ref} has no team")
    kind, words = TASKS[command.kind]
    first = _task(case, kind, words, team, asked, event, at)
    if command.kind == "change" and set(command.wants) & {"lighter", "end"}:
        for other, its_words in AFTER_LESS:
            _task(case, other, its_words, team, asked, event, at)
    return first


def _task(case: Case, kind: str, words: str, team: Team, asked: Asked, event: CaseEvent, at: datetime) -> Task:
    due = day_end(working_day_after(to_london(at).date(), 1, calendar()))
    new = NewTask(
        kind=kind, words=words, team=team, due_at=due, basis="our rule", duty_role="unit_desk",
        about=("asked", str(asked.ref)), from_event=event, once=False,
    )  # fmt: skip
    return make_task(case, new, by=None, at=at)
