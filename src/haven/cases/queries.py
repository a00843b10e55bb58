"""Reads of a case that pages share: its lines as sentences, its clocks, who holds it, what it knows of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from haven.accounts.actors import Actor
from haven.accounts.models import User
from haven.cases.models import Assignment, Case, CaseEvent, Deadline, Detention
from haven.cases.permissions import visible_to
from haven.cases.sentences import SENTENCES
from haven.parties.models import Person

# From this much on, a line says that it was recorded later than it happened.
LATE = timedelta(minutes=15)
Moment = Callable[[datetime], str]


@dataclass(frozen=True)
class Line:
    """One line of the chronology for staff. `corrected_by` and `corrects` are the numbers of other lines."""

    seq: int
    kind: str
    title: str
    mark: str
    at: datetime
    at_until: datetime | None
    precision: str
    by: str
    about: tuple[str, str]
    recorded_late: datetime | None
    corrects: int | None
    corrected_by: int | None


class _Facts(dict[str, str]):
    """Facts of an event as words. One that an old event does not hold leaves no hole in the sentence."""

    def __missing__(self, name: str) -> str:
        return "not recorded"


def events_of(case: Case) -> QuerySet[CaseEvent]:
    """The lines of a case, with what each corrects and what corrects it."""
    return CaseEvent.objects.filter(case=case).select_related("corrects").prefetch_related("corrected_by")


def line_of(event: CaseEvent, moment: Moment) -> Line:
    """The event as its sentence. `moment` writes an instant, for facts that hold one."""
    sentence = SENTENCES[event.kind]
    late = event.recorded_at - event.at >= LATE and event.at_precision != "day"
    corrections = [e.seq for e in event.corrected_by.all()]
    return Line(
        seq=event.seq,
        kind=event.kind,
        title=sentence.staff.format_map(_Facts(facts_in_words(event.facts, moment))),
        mark=sentence.mark,
        at=event.at,
        at_until=event.at_until,
        precision=event.at_precision,
        by=event.by_words if event.by_key.startswith("user:") else "",
        about=(event.about_kind, event.about_ref),
        recorded_late=event.recorded_at if late else None,
        corrects=event.corrects.seq if event.corrects is not None else None,
        corrected_by=max(corrections, default=None),
    )


def facts_in_words(facts: Mapping[str, Any], moment: Moment) -> dict[str, str]:
    return {name: _in_words(value, moment) for name, value in facts.items()}


def _in_words(value: Any, moment: Moment) -> str:
    if isinstance(value, list):
        return ", ".join(_in_words(v, moment) for v in value)
    if isinstance(value, str) and "T" in value:
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            return value
        return moment(at) if at.tzinfo is not None else value
    return str(value)


def held_now(case: Case) -> list[Detention]:
    """Where the subject is held, as recorded: what has not ended, the latest first."""
    rows = case.detentions.filter(released_at__isnull=True, voided_at__isnull=True)
    return list(rows.order_by("-from_at", "-pk"))


def running_clocks(case: Case) -> list[Deadline]:
    """The clocks that run, the earliest first."""
    rows = Deadline.objects.filter(case=case, closed_at__isnull=True, voided_at__isnull=True)
    return list(rows.select_related("owner_team").order_by("act_by", "pk"))


def stopped_clocks(case: Case) -> QuerySet[Deadline]:
    """The clocks that were met or closed, the latest first."""
    rows = Deadline.objects.filter(case=case, closed_at__isnull=False, voided_at__isnull=True)
    return rows.select_related("owner_team", "replaced_by").order_by("-closed_at", "-pk")


def holders(case: Case, at: datetime) -> list[Assignment]:
    """Who holds the case, the owner first."""
    now = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    order = {"owner": 0, "officer": 1, "lawyer": 2, "deputy": 3}
    rows = Assignment.objects.filter(now, case=case).select_related("user", "team")
    return sorted(rows, key=lambda a: order[a.role])


def holder_words(rows: Iterable[Assignment]) -> str:
    """The owner, else the officer, else the first team."""
    for a in rows:
        return a.user.name if a.user is not None else a.team.name
    return "nobody"


def related(case: Case, user: User | Actor, at: datetime) -> list[tuple[Case, str]]:
    """The other cases of the same subject, and of the same protected person, that this user may see. The same two people
    the other way round are not among them: nothing of one leads to the other."""
    same = _same(case.subject, case.protected)
    subjects, protected = same[case.subject_id], same[case.protected_id]
    rows = Case.objects.filter(Q(subject__in=subjects) | Q(protected__in=protected)).exclude(pk=case.pk)
    others = list(rows.exclude(subject__in=protected, protected__in=subjects).values_list("pk", flat=True))
    if not others:  # of most people there is one case: then nobody's sight of cases need be asked
        return []
    rows = visible_to(user, at).filter(pk__in=others)
    found = []
    for other in rows.select_related("subject").prefetch_related("subject__names").order_by("-opened_at")[:50]:
        words = "the same subject" if other.subject_id in subjects else "the same protected person"
        found.append((other, words))
    return found


def _same(*people: Person) -> dict[int, set[int]]:
    """The rows that are one person with each of these, after records were joined."""
    roots = {person.pk: person.canonical_id or person.pk for person in people}
    found = {person.pk: {person.pk, roots[person.pk]} for person in people}
    joined = Person.objects.filter(canonical_id__in=roots.values()).values_list("canonical_id", "pk")
    for root, pk in joined:
        for person in people:
            if roots[person.pk] == root:
                found[person.pk].add(pk)
    return found
