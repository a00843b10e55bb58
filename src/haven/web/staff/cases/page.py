"""What the pages of a case show, from its rows as at the instant of the request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from haven.breaches.models import Breach
from haven.breaches.states import CLOSED, shown, state
from haven.cases.clock_words import clock_words
from haven.cases.ladder import ROLE_WORDS
from haven.cases.models import Case, Deadline
from haven.cases.queries import Line, holder_words, holders, line_of, running_clocks
from haven.courts.models import Hearing
from haven.notices import notice_states
from haven.notices.models import Notice
from haven.notices.unnamed import unnamed
from haven.orders import states as order_states
from haven.orders.models import Order
from haven.parties.queries import born_words, display_name
from haven.service.models import ServiceAttempt
from haven.web.asking import StaffRequest, rights
from haven.web.parts.words import (
    day,
    day_time,
    relative_day_time,
    short_day,
    table_day,
    table_day_time,
    time_left,
)
from haven.web.staff.cases.names_views import names_shown
from haven.web.staff.cases.standing import Standing, code_of, standings

SOON, NEAR = timedelta(hours=6), timedelta(hours=24)
TABS = (
    ("case", "Summary"),
    ("case_people", "People"),
    ("case_requirements", "Requirements"),
    ("case_deadlines", "Deadlines"),
    ("case_documents", "Documents"),
    ("case_breaches", "Breaches"),
    ("case_history", "History"),
)


@dataclass(frozen=True)
class DateRow:
    """One of the dates to keep."""

    edge: str | None
    by: str
    left: str
    what: str
    source: str
    person: str
    state: tuple[str, str]
    href: str | None


@dataclass(frozen=True)
class Clause:
    """One requirement with where it stands."""

    number: int
    text: str
    legal: str
    starts: str
    until: str
    supervised: str
    state: tuple[str, str]
    provision: str


def link(name: str, *args: Any) -> str | None:
    """The address of a page; none for a reference that is not of the form its page takes."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def frame(request: StaffRequest, case: Case, tab: str) -> dict[str, Any]:
    """The bar and tabs that every page of the case has."""
    at, allowed = request.now, rights(request, case)
    standing = standings([case], at, full=True)[case.pk]
    shows = names_shown(request, case)
    clocks = running_clocks(case)
    binding = standing.binding()
    return {
        "case": case,
        "page_title": display_name(case.subject),
        "name": display_name(case.subject),
        "born": _born(case),
        "children": sum(1 for c in case.children.all() if c.voided_at is None),
        "protected": display_name(case.protected) if shows else None,
        "may_see_names": allowed("see_names"),
        "allowed": allowed,
        "held_by": holder_words(holders(case, at)),
        "standing": standing,
        "state": standing.state(at),
        "clocks": clocks,
        "tabs": _tabs(case, tab, len(clocks)),
        "here": request.path,
        "restricted": case.restrictions.filter(lifted_at__isnull=True).exists(),
        "report_href": _report_href(binding) if allowed("report_breach") else None,
        "now": at,
    }


def _born(case: Case) -> str:
    words = born_words(case.subject)
    return words.removeprefix("born ")


def _tabs(case: Case, tab: str, running: int) -> list[tuple[str, str, int | None, bool]]:
    return [
        (
            str(_(words)),
            reverse(name, args=[case.ref]),
            running if name == "case_deadlines" and running else None,
            name == tab,
        )
        for name, words in TABS
    ]


def _report_href(binding: Order | Notice | None) -> str | None:
    return reverse("breach_report", args=[binding.ref]) if binding is not None else None


def now_lines(standing: Standing, at: datetime, decides: bool, asks: bool = False) -> list[dict[str, Any]]:
    """The sentences of the card "Now": the order, the notice, a request that waits."""
    lines = []
    order, notice, proposal = standing.order(), standing.notice(), standing.proposal()
    if order is not None:
        lines.append(_order_line(order, at))
    if notice is not None and (order is None or code_of(notice) in notice_states.IN_FORCE):
        lines.append(_notice_line(notice, at))
    if proposal is not None and (notice is None or getattr(proposal, "status", "") in ("waiting", "question")):
        words = _("asked for %(when)s.") % {"when": day_time(proposal.proposed_at)}
        href = link("decide", proposal.ref) if decides else link("propose_sent", proposal.ref) if asks else None
        lines.append({"what": _("Notice"), "ref": proposal.ref, "href": href, "words": words, "pdf": None})
    return lines


def _order_line(order: Order, at: datetime) -> dict[str, Any]:
    version = order_states.version_at(order, at)
    words = _("made %(day)s by %(court)s.") % {"day": day(order.made_at), "court": order.made_by.name}
    if version is not None and version.served_at is not None:
        place = ServiceAttempt.PLACES.get(version.service.attempt.place_kind, "").lower() if version.service else ""
        served = {"when": day_time(version.served_at), "place": place}
        words += " " + (_("Served %(when)s, %(place)s.") if place else _("Served %(when)s.")) % served
    elif code_of(order) in order_states.BINDING:
        words += " " + _("Not served yet: it binds since it was made.")
    words += " " + _order_end(order)
    document = version.document if version is not None else None
    pdf = link("document", document.doc_id) if document is not None else None
    return {"what": _("Order"), "ref": order.ref, "href": link("order", order.ref), "words": words, "pdf": pdf}


def _order_end(order: Order) -> str:
    if code_of(order) in ("ended", "discharged"):
        end = order.ended_at or order.ends_at
        return _("It ended %(when)s.") % {"when": day_time(end)} if end else _("It has ended.")
    if order.last_day is not None:
        return _("It ends at the end of %(day)s.") % {"day": day(order.last_day)}
    if order.ends_event:
        return _("It lasts until this event: %(event)s.") % {"event": order.ends_event.rstrip(".")}
    return _("It lasts until further order.")


def _notice_line(notice: Notice, at: datetime) -> dict[str, Any]:
    words = _("authorised %(when)s.") % {"when": day_time(notice.authorised_at)}
    if notice.served_at is not None:
        words += " " + _("Served %(when)s.") % {"when": day_time(notice.served_at)}
    code = code_of(notice)
    hear_by = getattr(notice, "_hear_by", None)
    if code == "past_deadline":
        words += " " + _("Past the 48 hours with no hearing begun: get legal advice before relying on it.")
    elif code in ("running", "may_be_late") and hear_by is not None:
        words += " " + _("Must be heard by %(when)s.") % {"when": day_time(hear_by)}
    elif code == "continuing" and notice_states.heard_late(notice):
        words += " " + _("The hearing began after the 48 hours: a lawyer must decide before anybody relies on it.")
    elif code == "continuing":
        words += " " + _("The hearing has begun: it continues until the court decides.")
    elif code == "ended":
        words += " " + _("Ended %(when)s: %(why)s.") % {
            "when": day_time(notice.ended_at) if notice.ended_at else "",
            "why": notice.get_ended_because_display().lower(),
        }
    pdf = link("document", notice.document.doc_id) if notice.document is not None else None
    return {"what": _("Notice"), "ref": notice.ref, "href": link("notice", notice.ref), "words": words, "pdf": pdf}


def open_breaches(case: Case, at: datetime) -> list[dict[str, Any]]:
    """The breaches that are not at their end."""
    rows = case.breaches.filter(voided_at__isnull=True).prefetch_related("outcomes").order_by("-reported_at")
    return [breach_row(b, at) for b in rows if state(b, at) not in CLOSED]


def breach_row(breach: Breach, at: datetime) -> dict[str, Any]:
    return {"breach": breach, "state": shown(breach, at), "href": reverse("breach", args=[breach.ref])}


def date_rows(case: Case, clocks: Iterable[Deadline], at: datetime, done: Iterable[Deadline] = ()) -> list[DateRow]:
    """Dates to keep, soonest first, then those that are done."""
    rows = [(c.act_by, _running(c, at)) for c in clocks]
    hearings = Hearing.objects.filter(
        application__case=case,
        listed_for__gte=at,
        vacated_at__isnull=True,
        begun_at__isnull=True,
        voided_at__isnull=True,
    ).select_related("court")
    rows += [(h.listed_for, _hearing(h, at)) for h in hearings]
    return [row for _at, row in sorted(rows, key=lambda pair: pair[0])] + [_done(c, at) for c in done]


def _running(clock: Deadline, at: datetime) -> DateRow:
    left = clock.act_by - at
    policy = clock.nature == "policy"
    if at > clock.outer_limit:
        edge, found = "act", ("act", _("Late") if policy else _("Past deadline"))
    elif at > clock.act_by:
        edge, found = "act", ("act", _("May be late"))
    elif left < SOON:
        edge, found = "act", ("act", _("Due soon"))
    elif left < NEAR:
        edge, found = "wait", ("wait", _("Due"))
    else:
        edge, found = None, ("ready", _("Planned"))
    return DateRow(
        edge,
        relative_day_time(clock.act_by, at),
        time_left(left) if left < timedelta(days=60) else "",
        _cap(clock_words(clock.kind).name),
        clock.provision or _("our rule"),
        ROLE_WORDS.get(clock.owner_role, clock.owner_team.name),
        found,
        reverse("deadline", args=[clock.pk]),
    )


def _hearing(hearing: Hearing, at: datetime) -> DateRow:
    return DateRow(
        None,
        relative_day_time(hearing.listed_for, at),
        time_left(hearing.listed_for - at),
        _("%(kind)s, %(court)s, %(room)s")
        % {"kind": hearing.get_hearing_kind_display(), "court": hearing.court.name, "room": hearing.room},
        "",
        hearing.court.name,
        ("ready", _("Listed")),
        None,
    )


def _done(clock: Deadline, at: datetime) -> DateRow:
    ended = clock.met_at or clock.closed_at or at
    late = clock.met_at is not None and clock.met_at > clock.act_by
    if clock.met_at is None:
        found = ("end", _("Closed"))
    else:
        found = ("plain", (_("Done late, %(day)s") if late else _("Done %(day)s")) % {"day": short_day(ended)})
    return DateRow(
        None,
        table_day(clock.act_by),
        "",
        _cap(clock_words(clock.kind).name),
        clock.provision or _("our rule"),
        ROLE_WORDS.get(clock.owner_role, clock.owner_team.name),
        found,
        reverse("deadline", args=[clock.pk]),
    )


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]


def clauses_of(thing: Order | Notice | None, at: datetime) -> list[Clause]:
    """The requirements of an order as it stands, or the terms of a notice, by clause."""
    if isinstance(thing, Notice):
        return [_term(thing, row, at) for row in thing.terms.all()]
    if thing is None:
        return []
    version = order_states.version_at(thing, at) or max(thing.versions.all(), key=lambda v: v.seq, default=None)
    if version is None:
        return []
    return [_requirement(thing, row, at) for row in sorted(version.requirements.all(), key=lambda r: r.clause)]


def _verb_first(plain: str) -> str:
    """Under the head "They must or must not": "The subject must not contact …" as "not contact …", the not in bold."""
    for start, lead in (
        ("The subject must not ", Markup("<b>not</b> ")),
        ("You must not ", Markup("<b>not</b> ")),
        ("The subject must ", Markup("")),
        ("You must ", Markup("")),
    ):
        if plain.startswith(start):
            return lead + plain.removeprefix(start)
    return plain


def _term(notice: Notice, row: Any, at: datetime) -> Clause:
    kind, word = notice_states.mark(notice, at, code_of(notice))
    starts = table_day(notice.served_at) if notice.served_at else _("when served")
    until = table_day(notice.ended_at) if notice.ended_at else _("the court decides")
    plain, exact = (unnamed(text, notice.case.protected) for text in (row.plain_en, row.wording_en))
    return Clause(row.clause, _verb_first(plain), exact, starts, until, "", (kind, word), row.provision)


def _requirement(order: Order, row: Any, at: datetime) -> Clause:
    starts = row.starts_at or order.effective_at
    last_day = row.last_day or order.last_day
    until = table_day(last_day) if last_day is not None else _("further order")
    if row.until_event or (last_day is None and order.ends_event):
        until = _("an event")
    code = order_states.clause_status(row, order, at)
    return Clause(
        row.clause,
        _verb_first(unnamed(row.plain_en, order.case.protected)),
        unnamed(row.legal_en, order.case.protected),
        table_day(starts) if starts else _("when it takes effect"),
        until,
        row.responsible.name if row.responsible is not None else "",
        order_states.CLAUSE[code],
        row.provision,
    )


def timeline(lines: Iterable[Line], known: frozenset[str], *, whole: bool = True) -> list[dict[str, Any]]:
    """Lines as the timeline draws them: an instant with its time, a day without one, two times between. `known` are the
    references that have a page for this person. The whole history says when a late line was recorded; the summary does
    not."""
    found = []
    for line in lines:
        notes = []
        if whole and line.recorded_late is not None:
            notes.append(_("recorded %(when)s") % {"when": table_day_time(line.recorded_late)})
        if line.corrects is not None:
            notes.append(_("corrects line %(n)s") % {"n": line.corrects})
        if line.corrected_by is not None:
            notes.append(_("corrected by line %(n)s") % {"n": line.corrected_by})
        found.append(
            {
                "title": line.title,
                "moment": _moment(line),
                "by": " · ".join(part for part in (line.by, *notes) if part),
                "kind": {"breach": "act", "told": "told"}.get(line.mark),
                "href": about_link(line.about, known),
                "seq": line.seq,
            }
        )
    return found


def _moment(line: Line) -> str:
    if line.precision == "day":
        return f"{short_day(line.at)} {line.at.year}"
    if line.at_until is not None:
        return _("Between %(start)s and %(end)s") % {
            "start": table_day_time(line.at),
            "end": table_day_time(line.at_until),
        }
    return table_day_time(line.at)


def about_link(about: tuple[str, str], known: frozenset[str]) -> str | None:
    """The page of what a line is about, where it has one for this person."""
    kind, ref = about
    return link(kind, ref) if ref in known else None


def known_refs(case: Case, standing: Standing, allowed: Callable[[str], bool]) -> frozenset[str]:
    """Papers and breaches of the case that have a page for this person. A request that nobody has decided has none."""
    refs = {order.ref for order in standing.orders} | {notice.ref for notice in standing.notices}
    refs |= set(case.breaches.filter(voided_at__isnull=True).values_list("ref", flat=True))
    if allowed("see_hearings"):
        refs |= set(case.applications.filter(voided_at__isnull=True).values_list("ref", flat=True))
    return frozenset(refs)


def lines_of(events: Iterable[Any]) -> list[Line]:
    return [line_of(event, day_time) for event in events]


def protects_words(children: int) -> str:
    """1 adult, 2 children: the children are those whose welfare matters in the case."""
    if not children:
        return _("1 adult")
    return _("1 adult, %(children)s") % {
        "children": ngettext("%(n)s child", "%(n)s children", children) % {"n": children}
    }
