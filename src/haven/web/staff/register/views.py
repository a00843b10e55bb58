"""The register page: search, filters as chips, why each row matched, at any instant."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haven.accounts.models import Force
from haven.accounts.references import tidy_reference
from haven.audit.operations.record_reading import record_reading
from haven.cases.permissions import visible_to
from haven.courts.models import Court
from haven.register.listing import MOST_COUNTED, PAGE, Filters, Key, Listing, Row, listing, matches
from haven.web.asking import StaffRequest, require, who
from haven.web.parts.csv_file import csv_answer
from haven.web.parts.keyset import read_key, write_key
from haven.web.parts.words import day_time
from haven.web.staff.register.forms import ALSO, KIND, STATUS, RegisterForm
from haven_law.clock import to_london

WIDE = 20
LEAST_REASON = 5


@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """Each search is written down. A wide search by name or place shows its rows once it says why."""
    asking = require(request, "search_register")
    form = _form(request)
    if not form.is_valid():
        return _page(request, form, None, status=422)
    filters = form.filters()
    found = _found(request, form, after=_key(request.GET.get("before", "")))
    reason = form.cleaned_data["reason"]
    wide = found.total > WIDE and bool(filters.text) and len(reason) < LEAST_REASON
    if wide:
        if "reason" in request.GET:
            form.add_error("reason", _("Enter why you are searching: more than %(n)s rows match") % {"n": WIDE})
        found = Listing((), found.total, None, 0)
    record_reading(asking, "search_register", reason=reason, row_count=len(found.rows))
    return _page(request, form, found, wide=wide, typing=request.headers.get("HX-Request") == "true")


@require_safe
def register_csv(request: StaffRequest) -> HttpResponse:
    """The same rows as a file, up to a thousand. It is written down, and more than a few rows must say what for."""
    asking = require(request, "search_register")
    form = _form(request)
    if not form.is_valid():
        return _page(request, form, None, status=422)
    found = _found(request, form, size=MOST_COUNTED)
    reason = form.cleaned_data["reason"]
    if found.total > WIDE and len(reason) < LEAST_REASON:
        form.add_error("reason", _("Enter why you need this list: it has more than %(n)s rows") % {"n": WIDE})
        return _page(request, form, Listing((), found.total, None, 0), wide=True, status=422)
    record_reading(asking, "search_register", reason=reason, row_count=len(found.rows))
    return csv_answer(f"register-{request.now:%Y-%m-%dT%H%M%SZ}.csv", HEAD, [_cells(row) for row in found.rows])


HEAD = ["paper", "reference", "case", "against", "born", "court", "area", "issued", "ends", "tag", "status"]


def _cells(row: Row) -> list[str]:
    issued, tag = f"{to_london(row.issued_at):%Y-%m-%d}", "yes" if row.tagged else "no"
    known = [row.kind, row.ref, row.case_ref, row.name, row.born, row.court, row.area, issued, row.ends, tag]
    return [*known, str(row.state[1])]


def _form(request: StaffRequest) -> RegisterForm:
    """The areas to choose from are those of all forces: a case can be shared from elsewhere."""
    areas = sorted({area for force in Force.objects.all() for area in force.police_areas})
    return RegisterForm(_with_defaults(request.GET), now=request.now, areas=areas)


def _found(request: StaffRequest, form: RegisterForm, *, after: Key | None = None, size: int = 0) -> Listing:
    cases, at = visible_to(request.user, request.now), form.cleaned_data["at"] or request.now
    by_end = form.cleaned_data["sort"] == "end"
    near = request.GET.get("near") == "1"
    return listing(cases, form.filters(), at, after=after, near=near, by_end=by_end, size=size or PAGE)


def _page(
    request: StaffRequest, form: RegisterForm, found: Listing | None, *, status: int = 200, **more: bool
) -> HttpResponse:
    values = _values(request, form, found) | more
    return render(request, "staff/register/register.html.j2", values, status=status)


def _with_defaults(typed: QueryDict) -> QueryDict:
    """Without any filter the register shows what is in force."""
    data = typed.copy()
    for name in list(data):
        data.setlist(name, [value for value in data.getlist(name) if value])  # an empty choice is no filter
    if not set(typed) - {"at", "before", "sort"}:
        data.setlist("status", ["in_force"])
    return data


def _key(text: str) -> Key | None:
    """What `_key_words` wrote; anything else begins at the first page."""
    stamp, _dot, ref = text.partition(".")
    at, plain = read_key(f"{stamp}-0"), tidy_reference(ref)
    return (at[0], plain) if at is not None and plain is not None else None


def _key_words(key: Key) -> str:
    return f"{write_key(key[0], 0).removesuffix('-0')}.{key[1]}"


# What stands under "Filters": they are opened when one of them is wrong.
FILTERS = ("status", "kind", "also", "court", "area", "ends", "at", "sort")


def _values(request: StaffRequest, form: RegisterForm, found: Listing | None) -> dict[str, Any]:
    data = _with_defaults(request.GET)
    valid = form.is_valid() or found is not None
    filters = form.filters() if valid else Filters()
    at = form.cleaned_data.get("at") if valid else None
    near = {"near": "1"} if request.GET.get("near") == "1" else {}
    return {
        "form": form,
        "found": found,
        "rows": [(row, _paper_link(row.kind, row.ref)) for row in found.rows] if found else [],
        "filters": filters,
        "typed": request.GET.get("q", ""),
        "filters_wrong": any(form.errors.get(name) for name in FILTERS),
        "chips": _chips(data, filters, form),
        "by_end": valid and form.cleaned_data.get("sort") == "end",
        "as_at": day_time(at) if at else None,
        "older": _address(data, before=_key_words(found.older), **near) if found and found.older else None,
        "newer": _address(data, **near) if request.GET.get("before") else None,
        "near_href": _address(data, near="1") if found and found.near else None,
        "carried": [(n, v) for n in data if n not in ("before", "reason") for v in data.getlist(n)],
        "reason": form.cleaned_data.get("reason", "") if valid else "",
        "say_why": bool(found and found.total > WIDE),
        "many": bool(found and found.total >= MOST_COUNTED),
        "wide": False,
        "typing": False,
        "suggestions": _suggestions(request, data, filters) if found and not found.rows else [],
        "narrowed": bool(set(request.GET) - {"before", "near", "reason", "q"}),
    }


def _paper_link(kind: str, ref: str) -> str | None:
    try:
        return reverse(kind, args=[ref])
    except NoReverseMatch:
        return None


def _address(data: QueryDict, **changes: str) -> str:
    kept = data.copy()
    for gone in ("before", "near"):
        kept.pop(gone, None)
    for name in [n for n in kept if not any(kept.getlist(n))]:
        kept.pop(name)
    for name, value in changes.items():
        kept[name] = value
    query = kept.urlencode()
    return reverse("register") + (f"?{query}" if query else "")


def _without(data: QueryDict, name: str, value: str | None = None) -> str:
    kept = data.copy()
    left = [v for v in kept.getlist(name) if value is not None and v != value]
    kept.setlist(name, left)
    if not left:
        kept.pop(name, None)
    if not set(kept) - {"before", "near"}:
        kept["status"] = ""  # an empty choice is a choice: everything
    address = _address(kept)
    return address if "?" in address else f"{address}?status="


def _chips(data: QueryDict, filters: Filters, form: RegisterForm) -> list[tuple[str, str]]:
    chips = [(f"“{filters.text}”", _without(data, "q"))] if filters.text else []
    for name, options, chosen in (("status", STATUS, filters.status), ("kind", KIND, filters.kind)):
        chips += [(str(dict(options)[code]), _without(data, name, code)) for code in chosen]
    if filters.court is not None:
        chips.append((Court.objects.get(pk=filters.court).name, _without(data, "court")))
    if filters.area:
        chips.append((filters.area, _without(data, "area")))
    if filters.ends_within is not None:
        chips.append((_("Ends within %(n)s days") % {"n": filters.ends_within}, _without(data, "ends")))
    chips += [(str(words), _without(data, "also", code)) for code, words in ALSO if getattr(filters, code)]
    return chips


def _suggestions(request: HttpRequest, data: QueryDict, filters: Filters) -> list[tuple[str, str]]:
    """What to try when nothing matched: without the filters, and with fewer letters of the longest word."""
    tries = []
    if filters.text and filters != Filters(text=filters.text):
        only = QueryDict(mutable=True)
        only["q"] = filters.text
        tries.append((_("the same search in the whole register"), _address(only)))
    words = sorted(re.findall(r"\w{5,}", filters.text), key=len, reverse=True)
    cases = visible_to(who(request), request.now)  # type: ignore[attr-defined]
    if words and not tidy_reference(filters.text) and matches(words[0][:4], cases):
        shorter = data.copy()
        shorter["q"] = words[0][:4]
        tries.append((_("names that begin with “%(part)s”") % {"part": words[0][:4]}, _address(shorter)))
    return tries
