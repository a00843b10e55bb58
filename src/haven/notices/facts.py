"""From the rows of a request to the facts that the law takes."""

from __future__ import annotations

from datetime import date, timedelta

from haven.cases.models import Case
from haven.notices.models import NoticeProposal
from haven.parties.models import Person
from haven_law.clock import to_london
from haven_law.definitions import PROTECTED_MINIMUM_AGE, SUBJECT_MINIMUM_AGE, age_on
from haven_law.notices import NOT_ASKED, Consideration, Judged, NoticeFacts


def birth_for_law(born: date | None, precision: str, on: date, minimum: int) -> tuple[date | None, bool | None]:
    """The date of birth as the law may use it, and the officer's own judgement where it may not.

    A known month or year is used when it gives one answer whichever day it was. An apparent age is no date of birth: at
    or above the minimum the inspector must be satisfied; below it the officer was not.
    """
    if born is None or born > on:
        return born, None
    if precision == "apparent":
        return None, False if age_on(born, on) < minimum else None
    if precision == "day":
        return born, None
    latest = min(_last_of(born, precision), on)
    one_answer = (age_on(born, on) >= minimum) == (age_on(latest, on) >= minimum)
    return (latest, None) if one_answer else (None, None)


def _last_of(born: date, precision: str) -> date:
    if precision == "year":
        return date(born.year, 12, 31)
    following = date(born.year + born.month // 12, born.month % 12 + 1, 1)
    return following - timedelta(days=1)


def facts_of(
    subject: Person,
    protected: Person,
    connections: tuple[str, ...],
    *,
    on: date,
    behaviours: tuple[str, ...],
    abuse_when_protected_aged: int | None,
    giver_rank: str | None = None,
    giver_force: str | None = None,
    grounds_believed: Judged = NOT_ASKED,
    necessary: Judged = NOT_ASKED,
) -> NoticeFacts:
    """The facts of s.22 for two people."""
    subject_born, subject_judged = birth_for_law(subject.born, subject.born_precision, on, SUBJECT_MINIMUM_AGE)
    protected_born, protected_judged = birth_for_law(
        protected.born, protected.born_precision, on, PROTECTED_MINIMUM_AGE
    )
    return NoticeFacts(
        on=on,
        subject_born=subject_born,
        protected_born=protected_born,
        connections=connections,
        giver_rank=giver_rank,
        giver_force=giver_force,
        abuse_when_protected_aged=abuse_when_protected_aged,
        grounds_believed=grounds_believed,
        necessary=necessary,
        behaviours=behaviours,
        subject_judged_adult=subject_judged,
        protected_judged_sixteen=protected_judged,
    )


def notice_facts(
    proposal: NoticeProposal,
    giver_rank: str | None = None,
    *,
    on: date | None = None,
    giver_force: str | None = None,
    grounds_believed: Judged = NOT_ASKED,
    necessary: Judged = NOT_ASKED,
) -> NoticeFacts:
    """The facts of a request for `haven_law.notices.may_give_notice`. Without a rank they are those of the officer who
    asks; with one, those of the inspector who decides. `on` is the London day of the act; without it, of the request."""
    case = proposal.case
    return facts_of(
        case.subject,
        case.protected,
        connections_of(case),
        on=on or to_london(proposal.proposed_at).date(),
        behaviours=tuple(proposal.behaviours),
        abuse_when_protected_aged=proposal.abuse_when_protected_aged,
        giver_rank=giver_rank,
        giver_force=giver_force,
        grounds_believed=grounds_believed,
        necessary=necessary,
    )


def connections_of(case: Case) -> tuple[str, ...]:
    rows = case.connections.filter(voided_at__isnull=True).order_by("pk")
    return tuple(rows.values_list("code", flat=True))


def consideration_facts(proposal: NoticeProposal) -> dict[str, Consideration]:
    """What was considered, as `haven_law.notices.considerations` takes it."""
    rows = proposal.considerations.all()
    return {row.topic: Consideration(answer=row.answer, steps=row.steps_taken) for row in rows}


def term_codes(terms: list[dict[str, object]]) -> tuple[str, ...]:
    """The codes of stored terms: [{"term": "distance_from_home", "distance_m": 100}, …]."""
    return tuple(str(term["term"]) for term in terms)
