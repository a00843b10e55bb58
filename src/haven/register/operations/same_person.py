"""Two rows that are one person: suggested with the evidence, decided by two people, taken apart again by two. Nothing of a
case moves: the row that is merged points at the one that is kept, and every read follows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from haven.accounts.models import User
from haven.cases.models import Case
from haven.cases.permissions import may, visible_to
from haven.parties.matching.places import unpacked_place
from haven.parties.matching.question import Question, slots_of_parts
from haven.parties.matching.reasons import reasons
from haven.parties.matching.roster import Held
from haven.parties.models import Person, PersonSearch
from haven.parties.operations.keep_search import keep_search
from haven.register.engine import engine
from haven.register.models import SamePerson, SamePersonStep
from haven_law.clock import to_london
from haven_law.findings import refuse

RULE = "Haven rule for one person"
LEAST_WORDS = 10
OPEN = ("suggested", "proposed", "undoing")


def suggest(first: int, second: int, *, score: float, evidence: list[str], at: datetime) -> SamePerson | None:
    """A suggestion, once for two rows: what was decided is not suggested again. The older row is the one to keep."""
    kept, merged = sorted((first, second))
    row, made = SamePerson.objects.get_or_create(
        kept_id=kept,
        merged_id=merged,
        defaults={"state": "suggested", "score": score, "evidence": evidence, "suggested_at": at},
    )
    if made:
        _step(row, "suggested", None, at, "")
    return row if made else None


def suggest_like(person_ids: list[int], at: datetime) -> int:
    """Compare each of these people with everybody, by the search of the doorstep check, and suggest strong matches.
    Answers how many are new."""
    made = 0
    for row in PersonSearch.objects.filter(person__in=person_ids, person__canonical=None):
        asked = _question(row, at)
        for hit in engine().search(asked).hits if asked.slots and asked.born else ():
            other = hit.held.person_id
            if other == row.person_id or not hit.by_itself or not _may_be_one(row.person_id, other):
                continue
            if suggest(row.person_id, other, score=hit.score, evidence=reasons(asked, hit.held), at=at) is not None:
                made += 1
    return made


def _question(row: PersonSearch, at: datetime) -> Question:
    """What is recorded of a person, asked as an officer would."""
    given, _slash, family = row.names.split("|")[0].partition("/")
    place = unpacked_place(row.places.split("|")[0]) if row.places else None
    return Question(slots_of_parts(given, "", family), row.born, None, row.sex, place, to_london(at).date())


def _may_be_one(first: int, second: int) -> bool:
    """Not the two people of one case, and not two rows that are one already."""
    rows = dict(Person.objects.filter(pk__in=(first, second)).values_list("pk", "canonical_id"))
    if len(rows) < 2 or rows[first] is not None or rows[second] is not None:
        return False
    return not _one_case(first, second)


def _one_case(first: int, second: int) -> bool:
    either = Q(subject=first, protected=second) | Q(subject=second, protected=first)
    return Case.objects.filter(either).exists()


def to_decide(by: User, at: datetime) -> list[SamePerson]:
    """What this person may decide: pairs of whom both are in a case that they may see. Best first, fifty at most."""
    cases = visible_to(by, at)
    seen = Q(kept__in=cases.values("subject")) | Q(kept__in=cases.values("protected"))
    seen &= Q(merged__in=cases.values("subject")) | Q(merged__in=cases.values("protected"))
    rows = SamePerson.objects.filter(seen, state__in=(*OPEN, "merged")).select_related("kept", "merged", "asked_by")
    return list(rows.prefetch_related("steps__by").order_by("state", "-score", "pk")[:50])


@transaction.atomic
def decide(pk: int, step: str, *, because: str, by: User, at: datetime) -> SamePerson:
    """One step. `step`: propose, merge, apart, undo (propose to take apart), split (take apart), keep (leave merged).

    Refused: to a role that may not, or that may not see both people's cases; in few words; out of turn; the second step to
    the person who took the first; for the subject and the protected person of one case. Raises ValueError for another step."""
    may(by, "decide_same_person", None, at).require()
    if len(because.strip()) < LEAST_WORDS:
        refuse(RULE, "Say what shows that they are, or are not, one person").require()
    seen = {row.pk for row in to_decide(by, at)}
    row = SamePerson.objects.select_for_update().filter(pk=pk).first()
    if row is None or row.pk not in seen:
        refuse(RULE, "There is no such suggestion").require()
    assert row is not None
    act = _STEPS.get(step)
    if act is None:
        raise ValueError(f"'{step}' is not a step of a decision on two rows.")
    act(row, by, at)
    row.save()
    _step(row, step, by, at, because.strip()[:400])
    return row


def _turn(row: SamePerson, *states: str) -> None:
    if row.state not in states:
        refuse(RULE, "Somebody has decided this in the meantime").require()


def _second(row: SamePerson, by: User) -> None:
    if row.asked_by_id == by.pk:
        refuse(RULE, "Somebody else must decide what you proposed").require()


def _propose(row: SamePerson, by: User, at: datetime) -> None:
    _turn(row, "suggested")
    row.state, row.asked_by, row.asked_at = "proposed", by, at


def _merge(row: SamePerson, by: User, at: datetime) -> None:
    _turn(row, "proposed")
    _second(row, by)
    if _one_case(row.kept_id, row.merged_id):
        refuse(RULE, "They are the subject and the protected person of one case").require()
    locked = {p.pk: p for p in Person.objects.select_for_update().filter(pk__in=(row.kept_id, row.merged_id))}
    if any(p.canonical_id is not None for p in locked.values()):
        refuse(RULE, "One of the two was merged with somebody else in the meantime").require()
    row.moved = list(Person.objects.filter(canonical=row.merged_id).values_list("pk", flat=True))
    Person.objects.filter(Q(pk=row.merged_id) | Q(pk__in=row.moved)).update(canonical=row.kept_id)
    keep_search([row.kept_id, row.merged_id])
    row.state, row.asked_by, row.asked_at = "merged", None, None


def _apart(row: SamePerson, by: User, at: datetime) -> None:
    _turn(row, "suggested", "proposed")
    row.state, row.asked_by, row.asked_at = "apart", None, None


def _undo(row: SamePerson, by: User, at: datetime) -> None:
    _turn(row, "merged")
    row.state, row.asked_by, row.asked_at = "undoing", by, at


def _split(row: SamePerson, by: User, at: datetime) -> None:
    _turn(row, "undoing")
    _second(row, by)
    Person.objects.filter(pk=row.merged_id, canonical=row.kept_id).update(canonical=None)
    Person.objects.filter(pk__in=row.moved, canonical=row.kept_id).update(canonical=row.merged_id)
    keep_search([row.kept_id, row.merged_id])
    row.state, row.asked_by, row.asked_at = "apart", None, None


def _keep(row: SamePerson, by: User, at: datetime) -> None:
    _turn(row, "undoing")
    _second(row, by)
    row.state, row.asked_by, row.asked_at = "merged", None, None


_STEPS: dict[str, Any] = {
    "propose": _propose, "merge": _merge, "apart": _apart, "undo": _undo, "split": _split, "keep": _keep,
}  # fmt: skip


def _step(row: SamePerson, step: str, by: User | None, at: datetime, because: str) -> None:
    SamePersonStep.objects.create(of=row, step=step, by=by, at=at, because=because)


def evidence_of(first: Person, second: Person, at: datetime) -> list[str]:
    """Why two people may be one, in words, as they are recorded now."""
    rows = PersonSearch.objects.in_bulk([first.pk, second.pk])
    if len(rows) < 2:
        return []
    other = rows[second.pk]
    held = Held(second.pk, other.names, other.born, other.sex, other.places)
    return reasons(_question(rows[first.pk], at), held)
