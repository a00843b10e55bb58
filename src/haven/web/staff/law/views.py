"""What Haven holds to be the law, to be read by anybody who is signed in: section by section, with what is not settled."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haven.lawdata.queries import POLICY, policy
from haven.web.asking import StaffRequest, require
from haven.web.parts.law_links import MORE, law_address, slug
from haven.web.parts.words import in_london
from haven.web.staff.law import reference
from haven.web.staff.law.our_rules import our_rules as our_rules_of_code
from haven.web.staff.law.our_rules import policy_words

MOST_ASKED = 100
_NUMBER = re.compile(r"^(?:s|section)?\.?\s*(\d{1,2}[a-z]?(?:\(\d+\))?(?:\([a-z]+\))*)$", re.IGNORECASE)


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Every section, or those in which some words stand; a number alone opens its section."""
    require(request, "read_law")
    asked = " ".join(request.GET.get("q", "")[:MOST_ASKED].replace("\x00", " ").split())
    show = request.GET.get("show", "all")
    show = show if show in reference.SHOW else "all"
    number = _NUMBER.match(asked)
    if number and number[1].split("(")[0].upper() in reference.sections():
        return HttpResponseRedirect(law_address(f"DAA 2021 s.{number[1].upper().replace('(A', '(a')}"))
    found = reference.search(asked, show)
    values = {
        "groups": reference.grouped(found),
        "count": len(found),
        "of": len(reference.sections()),
        "asked": asked,
        "show": show,
        "shows": reference.SHOW,
        "everything": list(reference.sections().values()),
    }
    return render(request, "staff/law/index.html.j2", values)


@require_safe
def section(request: StaffRequest, key: str) -> HttpResponse:
    """One section: how Haven reads it, what is open, where it is enforced, what shows it."""
    require(request, "read_law")
    keys = list(reference.sections())
    if key not in reference.sections():
        raise Http404
    place = keys.index(key)
    values = {
        "section": reference.sections()[key],
        "anchor_of": reference.anchor_of,
        "before": reference.sections()[keys[place - 1]] if place else None,
        "after": reference.sections()[keys[place + 1]] if place + 1 < len(keys) else None,
    }
    return render(request, "staff/law/section.html.j2", values)


@require_safe
def questions(request: StaffRequest) -> HttpResponse:
    """The points that are not settled, and what Haven does about each."""
    require(request, "read_law")
    unread = [s for s in reference.sections().values() if s.not_read]
    return render(request, "staff/law/questions.html.j2", {"questions": reference.questions(), "unread": unread})


@require_safe
def beside(request: StaffRequest) -> HttpResponse:
    """The other instruments that Haven applies or names."""
    require(request, "read_law")
    found = reference.instruments(tuple(MORE.items()))
    return render(request, "staff/law/beside.html.j2", {"instruments": found, "slug": slug})


@require_safe
def our_rules(request: StaffRequest) -> HttpResponse:
    """What is Haven's own rule and not the Act's: the rules that refuse, and the times."""
    require(request, "read_law")
    on = in_london(request.now).date()
    times = [(policy_words(key), policy(key, on)) for key in POLICY]
    return render(request, "staff/law/our_rules.html.j2", {"rules": our_rules_of_code(), "times": times})
