"""Rows of the staff side to what may reach her pages, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from haven.cases.models import Case
from haven.courts.models import Hearing
from haven.notices.models import Notice
from haven.notices.notice_states import hearing_clock_of
from haven.orders.facts import versions_of
from haven.orders.models import Order, OrderVersion
from haven.parties.models import Person
from haven.parties.queries import display_name
from haven.support.her_view import FIGURES, Clause, HerView, Paper, Plan, Sitting, Version
from haven.support.plans import plan_row


def shown_to_her(person: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """The view as plain values, and the names of it apart: of whoever each case is against, in its order."""
    cases = list(Case.objects.filter(protected=person).select_related("subject").order_by("opened_at", "pk"))
    number = {case.pk: n for n, case in enumerate(cases)}
    view = HerView(_papers(number), _sittings(number), _plan(person))
    return _plain(asdict(view)), {"subjects": [display_name(case.subject) for case in cases]}


def _papers(number: Mapping[int, int]) -> tuple[Paper, ...]:
    notices = Notice.objects.filter(case__in=number, served_at__isnull=False, voided_at__isnull=True)
    orders = Order.objects.filter(case__in=number, voided_at__isnull=True)
    found = [_notice(n, number[n.case_id]) for n in notices.prefetch_related("terms")]
    found += [
        _order(o, number[o.case_id]) for o in orders.prefetch_related("versions__requirements", "ends").order_by("pk")
    ]
    return tuple(sorted(found, key=lambda p: p.made, reverse=True))


def _notice(row: Notice, case: int) -> Paper:
    clock = hearing_clock_of(row)
    clauses = tuple(
        Clause(t.clause, t.term, {"distance_m": t.distance_m} if t.distance_m else {})
        for t in sorted(row.terms.all(), key=lambda t: t.clause)
    )
    return Paper(
        kind="notice",
        ref=row.ref,
        case=case,
        made=row.authorised_at,
        begins=row.served_at,
        ends=None,
        ended=row.ended_at,
        because=row.ended_because,
        lasts="",
        last_day=None,
        versions=(Version(row.served_at, row.ended_at, row.served_at, clauses),),
        hear_by=clock.act_by if clock else None,
        outer=clock.outer_limit if clock else None,
        begun=clock.met_at if clock else None,
    )


def _order(row: Order, case: int) -> Paper:
    end = next((e for e in row.ends.all() if e.voided_at is None), None)
    return Paper(
        kind="order",
        ref=row.ref,
        case=case,
        made=row.made_at,
        begins=row.effective_at,
        ends=row.ends_at,
        ended=row.ended_at,
        because=end.because if end is not None else "",
        lasts=row.ends_kind,
        last_day=row.last_day,
        versions=tuple(_version(v) for v in versions_of(row)),
    )


def _version(row: OrderVersion) -> Version:
    clauses = tuple(
        Clause(
            number=r.clause,
            term=r.term,
            figures=_figures(r.params),
            exception=bool(str(r.params.get("exception") or "").strip()),
            begins=r.starts_at,
            ends=r.ends_at,
        )
        for r in sorted(row.requirements.all(), key=lambda r: r.clause)
    )
    return Version(row.effective_at, row.superseded_at, row.served_at, clauses)


def _figures(params: Mapping[str, Any]) -> dict[str, Any]:
    """Figures and choices; that people are named, and never who."""
    found = {name: value for name, value in params.items() if name in FIGURES and value not in (None, "")}
    return found | ({"people": True} if str(params.get("people") or "").strip() else {})


def _sittings(number: Mapping[int, int]) -> tuple[Sitting, ...]:
    rows = Hearing.objects.filter(
        application__case__in=number, vacated_at__isnull=True, begun_at__isnull=True, voided_at__isnull=True
    )
    found = rows.values_list("application__case", "listed_for", "application__applicant_kind").order_by("listed_for")
    return tuple(Sitting(number[case], at, applicant == "protected_person") for case, at, applicant in found)


def _plan(person: Person) -> Plan | None:
    plan = plan_row(person.pk)
    if plan is None:
        return None
    ways = list(plan.channels.order_by("pk"))
    return Plan(
        mode=plan.mode,
        ways=tuple(dict.fromkeys(way.kind for way in ways)),
        windows=tuple(
            (w.kind, tuple(w.days), f"{w.from_local:%H:%M}", f"{w.to_local:%H:%M}") for w in plan.windows.order_by("pk")
        ),
        voicemail=any(way.kind == "call" and way.voicemail != "never" for way in ways),
        review_on=plan.review_on,
    )


def _plain(value: Any) -> Any:
    """As it is kept: instants and days as text."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime | date) else value
