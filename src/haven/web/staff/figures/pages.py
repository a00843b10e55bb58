"""The figures page, the lists behind its totals, and the same as a file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from haven.accounts.policy import ROLES_FOR
from haven.cases.permissions import visible_to
from haven.figures import queries
from haven.figures import rows as figure_rows
from haven.figures.breaches import breach_courses
from haven.figures.command import BadInstant, read_instant
from haven.figures.definitions import DEFINITIONS, QUOTED, QUOTED_LINES, SCOPE, QuotedLine
from haven.figures.queries import Heard, Month
from haven.web.asking import require
from haven.web.parts.csv_file import csv_answer
from haven.web.parts.forms import HavenForm, LocalMomentField
from haven.web.staff.figures import breach_lines, charts

PAGE = 50
ENDED_WORDS = {
    "order_made": gettext_lazy("Order made"),
    "application_refused": gettext_lazy("Refused"),
    "application_withdrawn": gettext_lazy("Withdrawn"),
    "held_void": gettext_lazy("Held void"),
    queries.OPEN: gettext_lazy("Not decided yet"),
}


class MomentForm(HavenForm):
    """Another moment to count at."""

    at = LocalMomentField(label="Count as at", called="the moment", past=True)


def _asked(request: HttpRequest) -> tuple[datetime, MomentForm]:
    """The instant that was asked for, in the address or in the boxes; now when none was, or when it was not one."""
    now: datetime = request.now  # type: ignore[attr-defined]
    if "at" in request.GET:
        try:
            at = read_instant(request.GET["at"], now)
        except BadInstant:
            form = MomentForm({}, now=now)
            form.full_clean()
            form.errors.clear()
            form.add_error("at", _("The moment in the address is not one that can be counted at. Enter another one"))
            return now, form
        return at, MomentForm(initial={"at": at}, now=now)
    if not any(name.startswith("at-") for name in request.GET):
        return now, MomentForm(initial={"at": now}, now=now)
    form = MomentForm(request.GET, now=now)
    return (form.cleaned_data["at"], form) if form.is_valid() else (now, form)


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """Everything that is counted, as at one instant."""
    asking = require(request, "see_figures")
    now = request.now  # type: ignore[attr-defined]
    at, form = _asked(request)
    counted, positions = queries.figures(at), queries.notice_positions(at)
    months, ended, areas = queries.by_month(at), queries.how_notices_ended(at), queries.by_area(at)
    courses = breach_courses(at)
    values = {
        "at": at,
        "is_now": at == now,
        "form": form,
        "counted": counted,
        "positions": positions,
        "scope": SCOPE,
        "lines": [_line(line, counted) for line in QUOTED_LINES],
        "definitions": [(d, counted[d.id]) for d in DEFINITIONS.values()],
        "may_open": bool(asking.roles & set(ROLES_FOR["see_case"])),
        "may_feedback": bool(asking.roles & set(ROLES_FOR["see_feedback_figures"])),
        "months": months,
        "month_words": charts.month_words,
        "month_chart": charts.columns(months),
        "month_headline": _month_headline(months),
        "ended_chart": charts.rows(_ended(ended)),
        "ended_headline": _ended_headline(ended),
        "ended_of": sum(ended.values()),
        "heard": (heard := queries.heard_in_time(at)),
        "heard_chart": charts.rows(_heard(heard)),
        "areas": areas,
        "area_rows": _area_rows(areas),
        "area_chart": charts.rows([(area.name, area.notices, 1) for area in areas]),
        "area_headline": _area_headline(areas),
        "broken_headline": breach_lines.headline(courses),
        "broken": breach_lines.lines_of(courses),
        "broken_medians": breach_lines.medians(courses),
    }
    return render(request, "staff/figures.html.j2", values, status=400 if form.errors else 200)


def _line(line: QuotedLine, counted: dict[str, int]) -> tuple[QuotedLine, int, int, str]:
    """A quoted figure, the count that stands beside it, and what that counts."""
    total = sum(counted[name] for name in line.counted)
    if line.quoted_id == "active_orders_and_notices":
        words = _(
            "%(all)s is %(notices)s + %(orders)s: everything ever issued. %(total)s are in force at this moment"
        ) % {
            "all": QUOTED["active_orders_and_notices"],
            "notices": QUOTED["notices_issued"],
            "orders": QUOTED["orders_secured"],
            "total": total,
        }
    elif line.quoted_id == "breaches_pursued":
        words = _("%(notices)s of notices (arrest, no offence), %(orders)s of orders (an offence)") % {
            "notices": counted["breaches_of_notices"],
            "orders": counted["breaches_of_orders"],
        }
    else:
        counts = DEFINITIONS[line.figure or ""].counts
        words = counts[:1].upper() + counts[1:]
    return line, QUOTED[line.quoted_id], total, words


def _ended(ended: dict[str, int]) -> list[tuple[str, int, int]]:
    shown = [code for code in ended if ended[code] or code != "held_void"]
    return [(str(ENDED_WORDS[code]), ended[code], 3 if code == queries.OPEN else 1) for code in shown]


def _heard(heard: Heard) -> list[tuple[str, int, int]]:
    lines = [(_("In time"), heard.in_time, 1), (_("Late"), heard.late, 2), (_("Not heard"), heard.unheard, 2)]
    between = [(_("Between the dates"), heard.between, 3)] if heard.between else []
    return [lines[0], *between, *(line for line in lines[1:] if line[1] or line is lines[1])]


def _month_headline(months: Sequence[Month]) -> str:
    """What the months say, without more than they can bear: three whole months against the three before."""
    whole = [month.notices for month in months if month.whole]
    last, before = sum(whole[-3:]), sum(whole[-6:-3])
    if len(whole) < 6 or not (last or before):
        return _("Notices issued each month")
    said = {"last": last, "before": before}
    if last > before:
        return _("More notices in the last three months: %(last)s, after %(before)s") % said
    if last < before:
        return _("Fewer notices in the last three months: %(last)s, after %(before)s") % said
    return _("As many notices in the last three months as in the three before: %(last)s") % said


def _ended_headline(ended: dict[str, int]) -> str:
    issued = sum(ended.values())
    if not issued:
        return _("No notice had ended")
    return _("%(made)s of %(issued)s notices became orders") % {"made": ended["order_made"], "issued": issued}


def _area_headline(areas: Sequence[queries.Area]) -> str:
    total = sum(area.notices for area in areas)
    if not total:
        return _("No notice had been issued")
    most = areas[0]
    said = {"area": most.name, "n": most.notices, "total": total}
    if most.notices * 2 > total:
        return _("Over half of the notices were in %(area)s: %(n)s of %(total)s") % said
    return _("Most notices were in %(area)s: %(n)s of %(total)s") % said


def _area_rows(areas: Sequence[queries.Area]) -> list[tuple[str, int, int, int]]:
    """A line an area, and the line of these together. The totals, which hold restricted cases too, are no line here."""
    rows = [(area.name, area.notices, area.orders, area.breaches) for area in areas]
    sums = (sum(area.notices for area in areas), sum(area.orders for area in areas), sum(a.breaches for a in areas))
    return [*rows, (_("These areas together"), *sums)]


@require_safe
def figure_list(request: HttpRequest, figure_id: str) -> HttpResponse:
    """The records behind a total that this person may open, newest first. Others are not there, nor is their number."""
    asking = require(request, "see_figures")
    require(request, "see_case")
    now = request.now  # type: ignore[attr-defined]
    if figure_id not in DEFINITIONS:
        raise Http404
    at, _form = _asked(request)
    mine = figure_rows.rows_of(figure_id, at).filter(case__in=visible_to(asking, now).values("pk"))
    found = figure_rows.with_moment(figure_id, mine).select_related("case")
    found, page = _after(found, request.GET.get("older", "")), PAGE
    shown: list[Any] = list(found[: page + 1])
    older = f"{shown[page - 1].moment.isoformat()}~{shown[page - 1].pk}" if len(shown) > page else ""
    values = {"at": at, "definition": DEFINITIONS[figure_id], "records": shown[:page], "older": older}
    return render(request, "staff/figure_list.html.j2", values)


def _after(found: figure_rows.Rows, key: str) -> figure_rows.Rows:
    """The records after the last one of the page before. A key that is none is answered with 404."""
    if not key:
        return found
    moment, mark, pk = key.partition("~")
    try:
        when = parse_datetime(moment)
    except ValueError:
        when = None
    if when is None or when.utcoffset() is None or not mark or not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        raise Http404
    return figure_rows.older_than(found, when, int(pk))


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The counted and the quoted figures, by month and by area, as a file that says of each line whether restricted cases
    are in it."""
    require(request, "see_figures")
    at, form = _asked(request)
    if form.errors:
        raise Http404
    stamp = at.isoformat()
    rows: list[list[object]] = [["counted", "", name, n, stamp, "counted"] for name, n in queries.figures(at).items()]
    rows += [["quoted in 2025", "", name, n, "", ""] for name, n in QUOTED.items()]
    rows += [[*line, "left out"] for line in _broken_down(at, stamp)]
    head = ["kind", "of", "figure", "value", "as_at", "restricted_cases"]
    return csv_answer(f"figures-{at:%Y-%m-%dT%H%M%SZ}.csv", head, rows)


def _broken_down(at: datetime, stamp: str) -> Iterator[list[object]]:
    """The lines of the file that are no totals: kind, of, figure, value, instant."""
    for month in queries.by_month(at):
        yield ["notices issued in a month", month.first.strftime("%Y-%m"), "notices_issued", month.notices, stamp]
    for area in queries.by_area(at):
        counts = {"notices_issued": area.notices, "orders_made": area.orders, "breaches_pursued": area.breaches}
        for name, n in counts.items():
            yield ["by area", area.name, name, n, stamp]
    yield from breach_lines.csv_rows(breach_courses(at), stamp)
    for code, n in queries.how_notices_ended(at).items():
        yield ["how notices ended", str(ENDED_WORDS[code]), "notices_issued", n, stamp]
