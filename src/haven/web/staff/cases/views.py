"""The pages of one case: summary, people, requirements, deadlines, documents, breaches, history."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haven.audit.operations.record_reading import record_reading
from haven.cases.models import AlertFlag, Case
from haven.cases.operations.correct_person import PROTECTED, SUBJECT, waiting_in
from haven.cases.permissions import may, visible_to
from haven.cases.queries import events_of, holders, related, running_clocks, stopped_clocks
from haven.compliance.queries import owed_in
from haven.documents.models import AUDIENCES, Document
from haven.notices.unnamed import unnamed
from haven.parties.models import Person
from haven.parties.queries import age_words, born_words, display_name, names_of, needs_of, needs_words_by_whom
from haven.web.asking import StaffRequest, who
from haven.web.parts.keyset import newest_first
from haven.web.parts.known import bail_rows, held_rows, names_words, record_rows, risk_rows
from haven.web.parts.words import in_london, table_day
from haven.web.staff.cases import page
from haven.web.staff.cases.contact import contact_alert
from haven.web.staff.cases.correct_views import corrected_lines
from haven_law.definitions import CONNECTIONS

RECENT = 9
HISTORY = 40
SEALED_READERS = frozenset({"court_user", "orders_unit", "police_lawyer"})


def the_case(request: StaffRequest, ref: str, reading: str) -> Case:
    """The case, if it exists for this user; the look at it is written down before anything is shown. `visible_to` is
    the table's "see_case" as a query: a property test holds the two equal."""
    rows = visible_to(who(request), request.now).select_related("subject", "protected", "lead_force")
    held = ("subject__names", "protected__names", "children")
    case = get_object_or_404(rows.prefetch_related(*held), ref=ref)
    record_reading(who(request), reading, case_ref=case.ref)
    return case


@require_safe
def summary(request: StaffRequest, ref: str) -> HttpResponse:
    case = the_case(request, ref, "see_case")
    values, at = page.frame(request, case, "case"), request.now
    standing = values["standing"]
    allowed = values["allowed"]
    recent, more = newest_first(events_of(case), "at", "", RECENT)
    values |= {
        "contact": contact_alert(case.protected, at) if allowed("see_safe_contact") else None,
        "flags": flags_of(case, request),
        "lines": page.now_lines(standing, at, allowed("decide_notice"), allowed("propose_notice")),
        "open_breaches": page.open_breaches(case, at),
        "owed": owed_in(case.pk, at) if allowed("see_compliance") else [],
        "dates": page.date_rows(case, values["clocks"], at, stopped_clocks(case)[:2]),
        "clauses": page.clauses_of(standing.binding() or standing.order() or standing.notice(), at),
        "timeline": page.timeline(page.lines_of(recent), page.known_refs(case, standing, allowed), whole=False),
        "more": bool(more),
        "related": related(case, who(request), at),
    }
    return render(request, "staff/cases/summary.html.j2", values)


def flags_of(case: Case, request: StaffRequest) -> list[AlertFlag]:
    rows = case.flags.filter(from_at__lte=request.now, until_at__isnull=True)
    return [flag for flag in rows.order_by("pk") if flag.code != "no_contact_plan"]


@require_safe
def people(request: StaffRequest, ref: str) -> HttpResponse:
    """The subject and the protected person. Her name only where it was asked for; a sealed place never."""
    case = the_case(request, ref, "see_case_people")
    values = page.frame(request, case, "case_people")
    values |= {
        "subject": _person(case.subject, request),
        "protected_facts": _protected(case, request, values["protected"]),
        "connections": [CONNECTIONS[c.code].words for c in case.connections.filter(voided_at__isnull=True)],
        "child_rows": case.children.filter(voided_at__isnull=True).order_by("year_born"),
        "occupants": case.occupants.filter(voided_at__isnull=True),
        "known": _known(case, account=values["allowed"]("see_account"), asked=values["protected"] is not None),
        "subject_lines": corrected_lines(case, SUBJECT),
        "protected_lines": corrected_lines(case, PROTECTED) if values["protected"] is not None else [],
        "waiting": waiting_in(case) if values["allowed"]("decide_person_correction") else [],
        "holders": holders(case, request.now),
        "may_record_needs": may(request.user, "record_case_facts", case, request.now).lawful,
    }
    return render(request, "staff/cases/people.html.j2", values)


def _person(person: Person, request: StaffRequest) -> list[tuple[str, str | None]]:
    on = in_london(request.now).date()
    ties = [f"{c.words}{f' ({c.hours})' if c.hours else ''}" for c in person.commitments.filter(voided_at__isnull=True)]
    return [
        (_("Name"), display_name(person)),
        (_("Other names"), names_words(names_of(person), display_name(person))),
        (_("Born"), born_words(person).removeprefix("born ")),
        (_("Age"), age_words(person, on) if person.born else None),
        (_("Sex"), person.get_sex_display() or None),
        (_("Says they are"), person.gender_said or None),
        (_("Address"), "; ".join(_places(person)) or (_("No fixed address") if person.no_fixed_abode else None)),
        (_("Work, study, belief"), "; ".join(ties) or None),
        (_("Needs"), _needs(person)),
        (_("Died"), table_day(person.died_on) if person.died_on else None),
    ]


def _places(person: Person) -> list[str]:
    """The places that the subject may know."""
    return [
        f"{a.get_kind_display()}: {', '.join(part for part in (*a.lines.splitlines(), a.postcode) if part)}"
        for a in person.addresses.filter(voided_at__isnull=True, until_day__isnull=True)
    ]


def _protected(case: Case, request: StaffRequest, name: str | None) -> list[tuple[str, str | None]]:
    """What may be said of the protected person. Other names, sex and a place that the subject knows only where the name was
    asked for, which is an act on record; of what is sealed that it is sealed, never where."""
    person = case.protected
    asked = name is not None
    return [
        (_("Name"), name or _("Not shown")),
        (_("Other names"), names_words(names_of(person), display_name(person), protected=True) if asked else None),
        (_("Age"), age_words(person, in_london(request.now).date())),
        (_("Sex"), (person.get_sex_display() or None) if asked else None),
        (_("Says they are"), (person.gender_said or None) if asked else None),
        (_("Where they live"), _where(person, asked=asked)),
        (_("Needs"), _needs(person)),
    ]


def _where(person: Person, *, asked: bool) -> str:
    open_ones = _places(person)
    said = open_ones if asked else ([_("Recorded, and the subject knows it")] if open_ones else [])
    if person.sealed_places.filter(ended_at__isnull=True).exists():
        said = [*said, _("Sealed")]
    return "; ".join(said) or _("Not recorded here")


def _known(case: Case, *, account: bool, asked: bool) -> list[tuple[str, str]]:
    """Risk, records, firearms, custody and bail; the judgement of the risk for whoever may read the account. What
    officers wrote in words of their own only once the name of the protected person was asked for: they write it there."""
    rows = [
        *risk_rows(case, judgement=account and asked),
        *record_rows(case),
        *held_rows(case, past=True),
        *bail_rows(case, words=asked),
    ]
    return [(term, said if asked else unnamed(said, case.protected)) for term, said in rows if said]


def _needs(person: Person) -> str | None:
    return "; ".join(needs_words_by_whom(needs_of(person.pk))) or None


@require_safe
def requirements(request: StaffRequest, ref: str) -> HttpResponse:
    """Every paper that binds or has bound, clause by clause, in plain words and in full."""
    case = the_case(request, ref, "see_case_requirements")
    values, at = page.frame(request, case, "case_requirements"), request.now
    standing = values["standing"]
    things = [*standing.orders, *standing.notices]
    values["papers"] = [(line_for(thing), page.clauses_of(thing, at)) for thing in things]
    return render(request, "staff/cases/requirements.html.j2", values)


def line_for(thing: Any) -> dict[str, Any]:
    is_order = thing.ref.startswith("DO-")
    return {
        "what": _("Order") if is_order else _("Notice"),
        "ref": thing.ref,
        "href": page.link("order" if is_order else "notice", thing.ref),
    }


@require_safe
def deadlines(request: StaffRequest, ref: str) -> HttpResponse:
    case = the_case(request, ref, "see_case_deadlines")
    values, at = page.frame(request, case, "case_deadlines"), request.now
    values["dates"] = page.date_rows(case, running_clocks(case), at)
    values["done"] = page.date_rows(case, (), at, stopped_clocks(case)[:100])[-100:]
    return render(request, "staff/cases/deadlines.html.j2", values)


@require_safe
def documents(request: StaffRequest, ref: str) -> HttpResponse:
    """The papers of the case. Sealed ones only for those who may open them."""
    case = the_case(request, ref, "see_case_documents")
    values = page.frame(request, case, "case_documents")
    rows = Document.objects.filter(key_owner=case.ref).defer("content_enc").order_by("-recorded_at", "-pk")
    if not SEALED_READERS & who(request).roles:
        rows = rows.exclude(audience="court_sealed")
    in_error = set(case.orders.filter(voided_at__isnull=False).values_list("ref", flat=True))
    values["papers"] = [
        {
            "title": _("%(title)s, entered in error") % {"title": _title(d)} if d.about_ref in in_error else _title(d),
            "ref": d.about_ref,
            "audience": AUDIENCES[d.audience],
            "made_at": d.recorded_at,
            "pages": d.pages,
            "href": page.link("document", d.doc_id),
        }
        for d in rows[:200]
    ]
    return render(request, "staff/cases/documents.html.j2", values)


PAPERS = {
    "notice": "Notice",
    "order": "Order",
    "hearing_notice": "Notice of hearing",
    "requirements_notice": "Proposed requirements",
    "application": "Application",
}


def _title(document: Document) -> str:
    return PAPERS.get(document.template_code, document.template_code.replace("_", " ").capitalize())


@require_safe
def breaches(request: StaffRequest, ref: str) -> HttpResponse:
    case = the_case(request, ref, "see_case_breaches")
    values, at = page.frame(request, case, "case_breaches"), request.now
    rows = (
        case.breaches.filter(voided_at__isnull=True)
        .select_related("notice", "order")
        .prefetch_related("outcomes", "clauses")
    )
    values["rows"] = [page.breach_row(b, at) for b in rows.order_by("-reported_at", "-pk")]
    return render(request, "staff/cases/breaches.html.j2", values)


@require_safe
def history(request: StaffRequest, ref: str) -> HttpResponse:
    """Every line, newest first, a page at a time."""
    case = the_case(request, ref, "see_case_history")
    values = page.frame(request, case, "case_history")
    before = request.GET.get("before", "")
    rows, older = newest_first(events_of(case), "at", before, HISTORY)
    here = reverse("case_history", args=[case.ref])
    values |= {
        "timeline": page.timeline(page.lines_of(rows), page.known_refs(case, values["standing"], values["allowed"])),
        "older": f"{here}?{urlencode({'before': older})}" if older else None,
        "newer": here if before else None,
    }
    return render(request, "staff/cases/history.html.j2", values)
