"""What an order may contain, and the gates of each requirement. DAA 2021 s.35 to 37."""

from __future__ import annotations

from haven_law.citation import daa
from haven_law.findings import Decision, Finding
from haven_law.judging import NOT_ASKED, Judged, NotAsked, shown
from haven_law.terms import MONITORING_GATES, RESPONSIBLE_PERSON, SHARED_HOME, Term, term_named


def order_term(
    term: str,
    responsible_person: str | None = None,
    suitability_evidence: bool | None = None,
    subject_present: bool | None = None,
    occupier_consents: bool | None = None,
    area_notified: bool | None = None,
    without_notice: bool | None = None,
    *,
    shared_home: Judged = NOT_ASKED,
    provision_can_be_made: Judged = NOT_ASKED,
    monitor_named: Judged = NOT_ASKED,
    monitor_fits_regulations: Judged = NOT_ASKED,
    other_requirements: Judged = NOT_ASKED,
) -> Decision:
    """Whether an order may contain a requirement (s.35(1)-(6)) and its gates are met (s.36(2)-(3), s.37(2)-(7)).

    A gate that the term needs and that is None is not shown, so not permitted; NOT_ASKED makes no finding of it.
    Necessity (s.35(1)) is for the court and is part of ``may_make_order``. ``other_requirements``: whether the order
    holds something else for a tag to check (s.35(6)). Raises ValueError for an unknown kind.
    """
    kind = term_named(term)
    findings = [Finding(kind.order_provision, True, f"An order may contain this: {kind.label}.", kind.duty_doubt)]
    if SHARED_HOME in kind.needs:
        findings += _home(kind, shared_home)
    if RESPONSIBLE_PERSON in kind.order_needs:
        findings += _supervision(responsible_person, suitability_evidence)
    if MONITORING_GATES in kind.order_needs:
        findings += _monitoring_gates(subject_present, occupier_consents, area_notified, bool(without_notice))
        findings += _further_gates(provision_can_be_made, monitor_named, monitor_fits_regulations, other_requirements)
    return Decision(tuple(findings), (daa("35(1)"),))


def _home(kind: Term, shared_home: Judged) -> list[Finding]:
    if isinstance(shared_home, NotAsked):
        return []
    if shared_home:
        return [Finding(daa("35(5)"), True, "The subject lives in the premises where the protected person lives.")]
    return [
        Finding(
            daa("35(5)"),
            None,
            f"The subject is not shown to live in the premises ({kind.label.lower()}). The examples of s.35(5) "
            "speak of shared premises; s.35(1) may allow it all the same.",
            "s.35(5) is an example only (s.35(3)); whether the term fits premises not shared is for a lawyer.",
        )
    ]


def _supervision(responsible_person: str | None, suitability_evidence: bool | None) -> list[Finding]:
    named = bool(responsible_person and responsible_person.strip())
    return [
        Finding(
            daa("36(2)"),
            named,
            "The person responsible for supervising it is named."
            if named
            else "This makes the subject do something; the order must name the person who supervises it.",
        ),
        shown(
            daa("36(3)"),
            suitability_evidence,
            "The court received that person's evidence on whether it is suitable and can be enforced.",
            "The court must first receive that person's evidence on whether it is suitable and can be enforced.",
        ),
    ]


def _monitoring_gates(
    present: bool | None, consents: bool | None, notified: bool | None, without_notice: bool
) -> list[Finding]:
    absent = "A tag may not be imposed in the absence of the subject."
    if without_notice:
        absent = "The order is made without notice, and a tag may not be imposed in the absence of the subject."
    return [
        shown(
            daa("37(2)"),
            present,
            "The subject is present.",
            absent,
        ),
        shown(
            daa("37(3)"),
            consents,
            "Everyone whose co-operation is needed consents.",
            "A person whose co-operation is needed, such as the occupier, has not consented.",
        ),
        shown(
            daa("37(4)(a)"),
            notified,
            "The court has been notified that monitoring is available in the area.",
            "The court has not been notified that monitoring is available in the area.",
        ),
    ]


def _further_gates(provision: Judged, named: Judged, fits: Judged, others: Judged) -> list[Finding]:
    rows = (
        (
            daa("37(4)(b)"),
            provision,
            "The necessary provision can be made under the arrangements.",
            "The court is not satisfied that the necessary provision can be made.",
        ),
        (
            daa("37(6)"),
            named,
            "The order names the person responsible for the monitoring.",
            "The order must name the person responsible for the monitoring.",
        ),
        (
            daa("37(7)"),
            fits,
            "That person is of a kind that the regulations allow.",
            "That person is not shown to be of a kind that the regulations allow.",
        ),
        (
            daa("35(6)"),
            others,
            "The order holds another requirement for the tag to check.",
            "A tag checks compliance with other requirements; the order holds none for it to check.",
        ),
    )
    return [shown(section, fact, yes, no) for section, fact, yes, no in rows if not isinstance(fact, NotAsked)]


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    order_term: (
        *("35(1)", "35(3)", "35(4)", "35(5)", "35(6)", "36(2)", "36(3)", "36(4)"),
        *("37(2)", "37(3)", "37(4)", "37(6)", "37(7)"),
    ),
}
