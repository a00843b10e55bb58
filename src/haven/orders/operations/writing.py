"""The rows of a version: its clauses in words, its paper, its clocks. Used by the operations that make and change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from haven.accounts.models import User
from haven.cases.papers import keep_case_paper
from haven.courts.requirements import Period, RequirementFacts, responsible_row
from haven.courts.views import made
from haven.documents.papers import render_order
from haven.notices.views import name_known_to_subject, text_of
from haven.orders.models import Order, OrderVersion, Requirement
from haven.orders.queries import others_in_force
from haven.orders.views import ClauseWords, PaperFacts, order_paper
from haven_law.clock import notification_deadline, start_of, to_london
from haven_law.wording import legal_wording, plain_wording


@dataclass(frozen=True)
class NewClause:
    """A clause to write, with how long it lasts worked out."""

    number: int
    requirement: RequirementFacts
    period: Period
    change: str = "made"


def clause_row(new: NewClause, version: OrderVersion, *, made_on: date, by: User) -> Requirement:
    """The row of one clause, in the words of the paper."""
    requirement, protected = new.requirement, name_known_to_subject(version.order.case.protected)
    starts = requirement.starts_on if requirement.starts_on and requirement.starts_on > made_on else None
    return Requirement(
        version=version,
        clause=new.number,
        term=requirement.term,
        params=dict(requirement.params),
        legal_en=legal_wording(requirement.term, requirement.params, protected=protected, you=True),
        plain_en=plain_wording(requirement.term, requirement.params, protected=protected, you=True),
        starts_on=starts,
        last_day=new.period.last_day,
        starts_at=start_of(starts) if starts else None,
        ends_at=new.period.ends_at,
        until_event=new.period.event,
        is_duty=requirement.kind.is_duty,
        responsible=_responsible(requirement, by),
        suitability_evidence=requirement.suitability_evidence.strip()[:300],
        place_mode=place_mode(requirement.term, requirement.params),
        change=new.change,
        provision=requirement.kind.order_provision,
    )


def _responsible(requirement: RequirementFacts, by: User) -> Any:
    return responsible_row(requirement.responsible, monitor=requirement.is_tag, by=by)


def place_mode(term: str, params: Mapping[str, Any]) -> str:
    """How the clause speaks of a place. Where the protected person lives is never named: the clause says "any premises
    where they live"."""
    if term == "distance_from_other_premises":
        return str(params.get("place_mode") or "described")
    if term == "distance_from_home":
        return "sealed"
    named = any(params.get(name) for name in ("premises", "place"))
    return "named" if named else "none"


COPIED = (
    "clause", "term", "params", "legal_en", "plain_en", "starts_on", "last_day", "starts_at", "ends_at", "until_event",
    "is_duty", "responsible_id", "suitability_evidence", "place_mode", "place_handle", "provision",
)  # fmt: skip


def copy_of(row: Requirement, version: OrderVersion, change: str = "same", **changes: Any) -> Requirement:
    """A clause as the next version keeps it."""
    return Requirement(version=version, change=change, **({name: getattr(row, name) for name in COPIED} | changes))


def words_of(row: Requirement) -> ClauseWords:
    """A clause as its paper says it."""
    person = row.responsible
    named = ", ".join(part for part in (person.name, person.organisation) if part) if person else ""
    tag = row.term == "electronic_monitoring"
    return ClauseWords(
        number=row.clause,
        term=row.term,
        legal=row.legal_en,
        plain=row.plain_en,
        provision=row.provision,
        starts_on=row.starts_on,
        last_day=row.last_day,
        until_event=row.until_event,
        supervised_by="" if tag else named,
        monitored_by=(named or str(row.params.get("monitor") or "")) if tag else "",
    )


@dataclass(frozen=True)
class VersionPaper:
    """What the paper of a version says besides its clauses."""

    cause: str
    made_at: datetime
    made_by_words: str
    subject_present: bool


def keep_version_paper(order: Order, version: OrderVersion, about: VersionPaper, *, by: User) -> None:
    """Render the paper of a version, pass it through the leak gate, keep it, and name it on the version."""
    rows = version.requirements.select_related("responsible")
    facts = PaperFacts(
        version=version.seq,
        cause=about.cause,
        made_at=about.made_at,
        made_by_words=about.made_by_words,
        subject_present=about.subject_present,
        notify_by=notify_by(order, order.made_at),
    )
    view = order_paper(order, tuple(words_of(row) for row in rows), facts, court_name=order.made_by.name)
    earlier = order.versions.exclude(pk=version.pk).exclude(document=None).order_by("seq").last()
    version.document = keep_case_paper(
        order.case,
        made(render_order, view),
        text=text_of(view),
        audience="served",
        about=("order", order.ref),
        by=by,
        supersedes=earlier.document if earlier else None,
    )
    version.save(update_fields=["document"])


def notify_by(order: Order, at: datetime) -> date | None:
    """The last day to notify (s.41(2)); None while another order carries the duty, or this one has no effect yet (A24)."""
    if order.effective_at is None or others_in_force(order, at):
        return None
    return notification_deadline(to_london(order.made_at).date()).last_day
