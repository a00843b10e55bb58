"""The register of notices and orders: those of the cases that a user may see, as they stand at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Least

from haven.accounts.references import tidy_reference
from haven.breaches.models import Breach
from haven.cases.models import Case
from haven.courts.models import Application
from haven.notices import notice_states
from haven.notices.models import Notice
from haven.orders import states as order_states
from haven.orders.models import Order, OrderVersion, Requirement
from haven.parties.keys import fold
from haven.parties.queries import born_words, display_name
from haven.register.search import name_scores, people_at_postcode

GROUPS = ("in_force", "not_served", "past_deadline", "ended")
PAGE = 25
# Nobody reads further than this, so nothing beyond is counted: "1,000 or more".
MOST_COUNTED = 1000
HOW = {
    "same": "name is the same",
    "words": "all the words of the name",
    "part": "part of the name",
    "alike": "name is nearly the same",
    "ref": "reference is the same",
    "postcode": "postcode is the same",
}
NEAR = frozenset({"part", "alike"})
TAG = "electronic_monitoring"
# The key of a page: when its last row was issued or ends, and that row's reference.
Key = tuple[datetime, str]
# The order by end: what has no end, or none yet, comes after all that has.
ENDLESS = datetime(3000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed to. `status` holds codes of GROUPS, `kind` notice and order; empty means all."""

    text: str = ""
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    court: int | None = None
    area: str = ""
    ends_within: int | None = None
    breached: bool = False
    tagged: bool = False


@dataclass(frozen=True)
class Row:
    """One notice or order. `why` says how it matched what was typed."""

    kind: str
    ref: str
    case_ref: str
    name: str
    born: str
    court: str
    area: str
    issued_at: datetime
    ends: str
    state: tuple[str, str]
    tagged: bool
    why: str


@dataclass(frozen=True)
class Listing:
    """A page. `total` counts what matches, up to MOST_COUNTED; `near` how many people only nearly match and are not listed here."""

    rows: tuple[Row, ...]
    total: int
    older: Key | None
    near: int


def listing(
    cases: QuerySet[Case],
    filters: Filters,
    at: datetime,
    *,
    after: Key | None = None,
    near: bool = False,
    by_end: bool = False,
    size: int = PAGE,
) -> Listing:
    """A page, the latest issued first or, with `by_end`, what ends soonest first. What matches a name exactly is listed
    by itself; what only nearly does is listed with `near`, or where nothing is exact. The number of queries does not grow
    with the rows."""
    ref = tidy_reference(filters.text) if filters.text else None
    why = {} if ref else matches(filters.text, cases)
    exact = {pk: how for pk, how in why.items() if how not in NEAR}
    chosen = why if not exact else {pk: how for pk, how in why.items() if how in NEAR} if near else exact
    people = set(chosen) if filters.text and ref is None else None
    notices = _notices(cases, filters, at, people, ref)
    orders = _orders(cases, filters, at, people, ref)
    fields = ("_end", "_end") if by_end else ("authorised_at", "made_at")
    found = [
        _keys(_with_end(rows) if by_end else rows, field, after, size, soonest=by_end)
        for rows, field in zip((notices, orders), fields, strict=True)
    ]
    keys = sorted(found[0] + found[1], reverse=not by_end)
    page = keys[:size]
    rows = _rows([issued for _at, issued in page], at, chosen, ref)
    older = page[-1] if len(keys) > size else None
    total = min(MOST_COUNTED, notices[:MOST_COUNTED].count() + orders[:MOST_COUNTED].count())
    hidden = len(why) - len(chosen) if exact and not near else 0
    return Listing(rows, total, older, hidden)


def matches(text: str, cases: QuerySet[Case]) -> dict[int, str]:
    """Subject of one of these cases -> in what way they match what was typed: by name, or by a whole postcode."""
    found = {pk: how for pk, (_score, how) in name_scores(text, cases).items()} if fold(text) else {}
    for pk in people_at_postcode(text, cases) if text else ():
        found[pk] = "postcode"
    return found


def _notices(
    cases: QuerySet[Case], filters: Filters, at: datetime, people: set[int] | None, ref: str | None
) -> QuerySet[Notice]:
    """What was authorised and signed by then, less what lost its authority."""
    if (filters.kind and "notice" not in filters.kind) or filters.tagged or filters.ends_within is not None:
        return Notice.objects.none()
    rows = Notice.objects.filter(case__in=cases.values("pk"), voided_at__isnull=True, authorised_at__lte=at)
    rows = rows.filter(authorisation__signed_at__lte=at)
    rows = rows.exclude(authority_withdrawn_at__isnull=False, authority_withdrawn_at__lte=at)
    if filters.status:
        rows = rows.filter(_any_of([_notice_group(g, at) for g in filters.status]))
    if people is not None:
        rows = rows.filter(case__subject__in=people)
    if ref is not None:
        rows = rows.filter(Q(ref=ref) | Q(case__ref=ref))
    if filters.court is not None:
        heard = Application.objects.filter(after_notice=OuterRef("pk"), court=filters.court, withdrawn_at__isnull=True)
        rows = rows.filter(Exists(heard))
    if filters.breached:
        rows = rows.filter(Exists(Breach.objects.filter(notice=OuterRef("pk"), voided_at__isnull=True)))
    return rows.filter(case__area=filters.area) if filters.area else rows


def _notice_group(group: str, at: datetime) -> Q:
    if group == "not_served":
        return Q(served_at__isnull=True) | Q(served_at__gt=at)
    if group == "past_deadline":
        late = notice_states.with_status(Notice.objects.filter(in_effect__contains=at), at)
        return Q(pk__in=late.filter(Q(("status_code__in", ("past_deadline", "may_be_late")))).values("pk"))
    return Q(in_effect__contains=at) if group == "in_force" else Q(ended_at__lte=at)


def _orders(
    cases: QuerySet[Case], filters: Filters, at: datetime, people: set[int] | None, ref: str | None
) -> QuerySet[Order]:
    if filters.kind and "order" not in filters.kind:
        return Order.objects.none()
    rows = Order.objects.filter(case__in=cases.values("pk"), voided_at__isnull=True, made_at__lte=at)
    if filters.status:
        rows = rows.filter(_any_of([_order_group(g, at) for g in filters.status]))
    if people is not None:
        rows = rows.filter(subject__in=people)
    if ref is not None:
        rows = rows.filter(Q(ref=ref) | Q(case__ref=ref))
    if filters.court is not None:
        rows = rows.filter(made_by=filters.court)
    if filters.ends_within is not None:
        until = at + timedelta(days=filters.ends_within)
        rows = rows.filter(in_effect__contains=at, ends_at__gt=at, ends_at__lte=until)
    if filters.tagged:
        rows = rows.filter(Exists(_tags(at)))
    if filters.breached:
        rows = rows.filter(Exists(Breach.objects.filter(order=OuterRef("pk"), voided_at__isnull=True)))
    return rows.filter(case__area=filters.area) if filters.area else rows


def _order_group(group: str, at: datetime) -> Q:
    if group == "not_served":
        served = OrderVersion.objects.filter(
            order=OuterRef("pk"), effect__contains=at, voided_at__isnull=True, served_at__lte=at
        )
        return Q(~Exists(served), in_effect__contains=at)
    if group == "past_deadline":
        return Q(pk__in=[])  # an order has no deadline to be heard by
    return Q(in_effect__contains=at) if group == "in_force" else Q(ends_at__lte=at) | Q(ended_at__lte=at)


def _tags(at: datetime) -> QuerySet[OrderVersion]:
    asks = Requirement.objects.filter(version=OuterRef("pk"), term=TAG)
    return OrderVersion.objects.filter(Exists(asks), order=OuterRef("pk"), effect__contains=at, voided_at__isnull=True)


def _any_of(conditions: list[Q]) -> Q:
    whole = conditions[0]
    for condition in conditions[1:]:
        whole |= condition
    return whole


def _with_end(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With the end of each: of an order that has a last day, that day; of what has ended otherwise, when it did."""
    ended = F("ended_at")
    end = Least(ended, F("ends_at")) if rows.model is Order else ended
    with_end: QuerySet[Any] = rows.annotate(_end=Coalesce(end, Value(ENDLESS, output_field=DateTimeField())))
    return with_end


def _keys(rows: QuerySet[Any], field: str, after: Key | None, size: int, *, soonest: bool) -> list[Key]:
    """One more than a page of the keys that come after: latest first, or soonest first."""
    then, sign = ("gt", "") if soonest else ("lt", "-")
    if after is not None:
        at, ref = after
        rows = rows.filter(Q((f"{field}__{then}", at)) | Q((field, at), (f"ref__{then}", ref)))
    return list(rows.order_by(f"{sign}{field}", f"{sign}ref").values_list(field, "ref")[: size + 1])


def _rows(refs: list[str], at: datetime, why: dict[int, str], ref: str | None) -> tuple[Row, ...]:
    """The rows of a page with all that they show, in the order of the page."""
    notices = notice_states.with_status(Notice.objects.filter(ref__in=refs), at)
    notices = notices.select_related("case__subject").prefetch_related("case__subject__names", "applications__court")
    orders = order_states.with_status(Order.objects.filter(ref__in=refs), at)
    orders = orders.select_related("case", "subject", "made_by")
    held = ("subject__names", "versions__requirements", "ends")
    found = {n.ref: _notice_row(n, at, why, ref) for n in notices}
    found |= {o.ref: _order_row(o, at, why, ref) for o in orders.prefetch_related(*held)}
    return tuple(found[r] for r in refs if r in found)


def _why(person_id: int, why: dict[int, str], ref: str | None) -> str:
    if ref is not None:
        return HOW["ref"]
    return HOW.get(why.get(person_id, ""), "")


def _notice_row(notice: Notice, at: datetime, why: dict[int, str], ref: str | None) -> Row:
    subject = notice.case.subject
    courts = [a.court.name for a in notice.applications.all() if a.withdrawn_at is None]
    return Row(
        kind="notice",
        ref=notice.ref,
        case_ref=notice.case.ref,
        name=display_name(subject),
        born=born_words(subject),
        court=courts[0] if courts else "",
        area=notice.case.area,
        issued_at=notice.authorised_at,
        ends="",
        state=notice_states.mark(notice, at, str(getattr(notice, "status_code", ""))),
        tagged=False,
        why=_why(subject.pk, why, ref),
    )


def _order_row(order: Order, at: datetime, why: dict[int, str], ref: str | None) -> Row:
    version = order_states.version_at(order, at)
    return Row(
        kind="order",
        ref=order.ref,
        case_ref=order.case.ref,
        name=display_name(order.subject),
        born=born_words(order.subject),
        court=order.made_by.name,
        area=order.case.area,
        issued_at=order.made_at,
        ends=order_states.last_day_words(order),
        state=order_states.mark(order, at, str(getattr(order, "status_code", ""))),
        tagged=version is not None and any(r.term == TAG for r in version.requirements.all()),
        why=_why(order.subject_id, why, ref),
    )
