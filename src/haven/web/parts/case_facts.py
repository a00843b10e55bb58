"""The facts that can be recorded once a case is open, in the order in which a page offers them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from haven.cases.models import Case
from haven.cases.operations.flags import may_be_raised, standing_flags
from haven.cases.queries import held_now
from haven_law.definitions import CONNECTIONS

RECORD = "record_case_facts"

# code of the address -> the words of the link and of its page.
FACTS: dict[str, Any] = {
    "held": _("The subject is held in custody, prison or hospital"),
    "release-expected": _("When they are expected to be released"),
    "release": _("The subject was released"),
    "bail": _("A condition of bail"),
    "risk": _("A risk assessment"),
    "firearms": _("Access to firearms"),
    "number": _("An incident, crime or custody number"),
    "child": _("A child"),
    "occupant": _("Somebody else who lives at the address"),
    "connection": _("Another connection of the two people"),
    "flag": _("Raise a flag"),
    "flag-end": _("End a flag"),
}


def fits(case: Case, code: str) -> bool:
    """Whether there is anything to record it of, as the case stands."""
    if code in ("release", "release-expected"):
        return bool(held_now(case))
    if code == "flag":
        return bool(may_be_raised(case))
    if code == "flag-end":
        return bool(standing_flags(case))
    return code != "connection" or bool(connections_left(case))


def connections_left(case: Case) -> list[str]:
    """The connections of s.2 that are not recorded of these two people yet."""
    held = set(case.connections.filter(voided_at__isnull=True).values_list("code", flat=True))
    return [code for code, row in CONNECTIONS.items() if row.lawful and code not in held]


def offered_facts(case: Case) -> list[tuple[str, Any]]:
    """Address and words of each fact that can be recorded of this case."""
    return [(reverse("case_fact", args=[case.ref, code]), words) for code, words in FACTS.items() if fits(case, code)]
