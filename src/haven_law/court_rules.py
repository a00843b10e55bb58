"""Rules of court of the magistrates', family and county courts. DAA 2021 s.29; MCR 1981 rr.17-21; FPR PD36ZG; CPR PD51ZF.

Of PD36ZG and PD51ZF only the first paragraphs were read, so that what rests on later ones is not confirmed. The rules of
criminal courts are in ``criminal_rules``; hearsay in ``proceedings``; what monitors are told in ``supervision``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from haven_law.citation import daa
from haven_law.clock import aware
from haven_law.findings import Decision, Finding, allow
from haven_law.judging import Judged

FAMILY, COUNTY, MAGISTRATES, CROWN = "family_court", "county_court", "magistrates_court", "crown_court"


def application_after_notice(*, by_complaint: bool, states_time_given: bool) -> Decision:
    """Whether an application after a notice is made as the rules say (MCR 1981 r.17; s.28(6)).

    It is treated as a complaint, the subject as defendant and the notice as the summons; it must state the date and time
    at which the notice was given.
    """
    return Decision(
        (
            Finding(
                daa("28(6)"),
                by_complaint,
                "The application is made by complaint."
                if by_complaint
                else "The application must be made by complaint.",
            ),
            Finding(
                "MCR 1981 r.17(2)",
                states_time_given,
                "It states the date and time at which the notice was given."
                if states_time_given
                else "It must state the date and time at which the notice was given.",
            ),
        ),
        ("MCR 1981 r.17", daa("29(2)")),
    )


def notice_is_the_summons() -> Decision:
    """What stands in for a summons (MCR 1981 r.17): the notice, once given, is treated as the summons."""
    return allow("MCR 1981 r.17", "The notice is treated as the summons, and the subject as the defendant.")


def requirements_notice(
    *,
    served_on_subject_at: datetime | None,
    served_on_court_at: datetime | None,
    hearing_begins_at: datetime,
) -> Decision:
    """Whether the notice of proposed requirements was served in time (MCR 1981 r.18).

    On the subject and on the designated officer, as soon as reasonably practicable and at latest by the start of the
    hearing. Raises ValueError for times without an offset.
    """
    starts = aware(hearing_begins_at)
    rows = (("the subject", served_on_subject_at), ("the designated officer", served_on_court_at))
    return Decision(tuple(_served_by(who, at, starts) for who, at in rows))


def _served_by(who: str, at: datetime | None, starts: datetime) -> Finding:
    if at is None:
        because = f"The notice of proposed requirements must be served on {who}, at latest by the start of the hearing."
        return Finding("MCR 1981 r.18", False, because)
    if aware(at) > starts:
        return Finding("MCR 1981 r.18", False, f"It was served on {who} after the hearing had begun.")
    return Finding("MCR 1981 r.18", True, f"It was served on {who} by the start of the hearing.")


SERVERS: dict[str, str] = {
    "constable": "a constable",
    "police_employee": "a police employee",
    "court_officer": "a court officer",
    "process_server": "a process server",
    "protected_person": "the protected person",
}


def order_served(
    made_by: str,
    *,
    served_by: str,
    handed_over: bool,
    court_directed_otherwise: bool = False,
    police_told: bool | None = None,
) -> Decision:
    """Whether an order was served as it must be (MCR 1981 r.19; FPR 2010 PD36ZG).

    An order of a magistrates' court: a constable or police employee hands the subject a copy, unless the court directs
    otherwise. One of the family or county court: never by the protected person, and the police are told when it is
    served (believed from firms' notes, not read). Raises ValueError for another court or server.
    """
    if served_by not in SERVERS:
        raise ValueError(f"'{served_by}' is not somebody who serves an order.")
    if made_by == MAGISTRATES:
        return _magistrates_service(served_by, handed_over, court_directed_otherwise)
    if made_by not in (FAMILY, COUNTY):
        raise ValueError(f"The rules on service of '{made_by}' are not here.")
    rule = "FPR 2010 PD36ZG" if made_by == FAMILY else "CPR 1998 PD51ZF"
    by_other = served_by != "protected_person"
    told = police_told is True
    return Decision(
        (
            Finding(
                rule,
                by_other,
                f"It was served by {SERVERS[served_by]}." if by_other else "The protected person must not serve it.",
                confirmed=False,
            ),
            Finding(
                rule,
                told,
                "The police were told that it was served." if told else "The police must be told that it was served.",
                confirmed=False,
            ),
        )
    )


def _magistrates_service(served_by: str, handed_over: bool, directed: bool) -> Decision:
    if directed:
        return allow("MCR 1981 r.19", "It was served as the court directed.")
    by_police = served_by in ("constable", "police_employee")
    who = f"It was served by {SERVERS[served_by]}." if by_police else "A constable or police employee must serve it."
    how = "The subject was handed a copy." if handed_over else "The subject must be handed a copy."
    return Decision((Finding("MCR 1981 r.19", by_police, who), Finding("MCR 1981 r.19", handed_over, how)))


@dataclass(frozen=True)
class VariationPapers:
    """Who was served with an application to vary in a magistrates' court, and what it holds.

    ``protected_age``: of the protected person; ``parent_who_is_not_subject``: whether there is such a parent or guardian.
    """

    asked_by: str
    reasons_given: bool
    changes_given: bool
    served: frozenset[str]
    asked_before: bool = False
    history_given: bool = False
    protected_age: int | None = None
    parent_who_is_not_subject: bool = True


COURT_OFFICER, RELEVANT_CHIEF, SUBJECT, PROTECTED, GUARDIAN = (
    "designated_officer",
    "chief_officer",
    "subject",
    "protected_person",
    "parent_or_guardian",
)
_SERVED_WORDS = {
    COURT_OFFICER: "the designated officer",
    RELEVANT_CHIEF: "a relevant chief officer of police",
    SUBJECT: "the subject",
    PROTECTED: "the protected person",
    GUARDIAN: "a parent or guardian of the protected person who is not the subject",
}
ADULT = 18


def variation_papers(papers: VariationPapers) -> Decision:
    """Whether an application to vary or discharge in a magistrates' court is complete and served (MCR 1981 r.21).

    With reasons and changes, the history where one was made before; on the designated officer and at least one relevant
    chief officer. A police applicant serves the subject and the protected person as well, and for one under 18 a parent
    or guardian who is not the subject. The police pass on what others serve on them, so that no address goes from the
    protected person to the subject. Raises ValueError for an unknown person served.
    """
    unknown = sorted(papers.served - _SERVED_WORDS.keys())
    if unknown:
        raise ValueError(f"'{unknown[0]}' is not somebody who is served.")
    rule = "MCR 1981 r.21"
    findings = [
        Finding(rule, papers.reasons_given, "Reasons are given." if papers.reasons_given else "Give the reasons."),
        Finding(
            rule, papers.changes_given, "The changes are given." if papers.changes_given else "Give the changes asked."
        ),
    ]
    if papers.asked_before:
        said = "The history of earlier applications is given."
        findings.append(
            Finding(
                rule,
                papers.history_given,
                said if papers.history_given else "Give the history of earlier applications.",
            )
        )
    findings += [_was_served(who, papers.served) for who in _must_be_served(papers)]
    return Decision(tuple(findings), (daa("44(2)(a)"),))


def _must_be_served(papers: VariationPapers) -> list[str]:
    people = [COURT_OFFICER]
    if papers.asked_by != RELEVANT_CHIEF:
        return [*people, RELEVANT_CHIEF]
    people += [SUBJECT, PROTECTED]
    young = papers.protected_age is not None and papers.protected_age < ADULT
    if young and papers.parent_who_is_not_subject:
        people.append(GUARDIAN)
    return people


def _was_served(who: str, served: Iterable[str]) -> Finding:
    met = who in served
    words = _SERVED_WORDS[who]
    return Finding("MCR 1981 r.21", met, f"Served on {words}." if met else f"It must be served on {words}.")


# court and step: the form, its provision, whether that was read.
_FORMS: dict[tuple[str, str], tuple[tuple[str, ...], str, bool]] = {
    (FAMILY, "apply"): (("DA1",), "FPR 2010 PD36ZG", True),
    (FAMILY, "apply_with_leave"): (("DA2", "DA1"), "FPR 2010 PD36ZG", True),
    (FAMILY, "vary_or_discharge"): (("DA3",), "FPR 2010 PD36ZG", True),
    (COUNTY, "apply"): (("N244",), "CPR 1998 PD51ZF", True),
    (COUNTY, "vary_or_discharge"): (("N244",), "CPR 1998 PD51ZF", True),
    (MAGISTRATES, "apply"): (("complaint",), "MCR 1981 r.3D", True),
    (MAGISTRATES, "vary_or_discharge"): (("complaint",), "MCR 1981 r.21", True),
}
STEPS = ("apply", "apply_with_leave", "vary_or_discharge")


@dataclass(frozen=True, kw_only=True)
class Forms(Decision):
    """The forms, in order of use; empty where there is none for that court and step."""

    forms: tuple[str, ...] = ()


def forms_for(court: str, step: str) -> Forms:
    """Which forms a step needs (FPR 2010 PD36ZG para.1.5; CPR 1998 PD51ZF para.1.2; MCR 1981 r.3D).

    ``step``: apply, apply_with_leave or vary_or_discharge. Raises ValueError for another step.
    """
    if step not in STEPS:
        raise ValueError(f"'{step}' is not a step that has a form.")
    found = _FORMS.get((court, step))
    if found is None:
        because = f"No form of '{court}' for this step ({step.replace('_', ' ')}) is known."
        return Forms((Finding(daa("28(5)"), False, because),))
    forms, provision, confirmed = found
    because = f"On {' then '.join(forms)}."
    return Forms((Finding(provision, True, because, confirmed=confirmed),), forms=forms)


def family_application(
    *,
    statement: bool,
    leave_needed: bool = False,
    leave_given: Judged = None,
    without_notice: bool = False,
    reason_for_no_notice: bool = False,
) -> Decision:
    """Whether an application to the family court is complete (s.28(2)(d), (5); FPR 2010 PD36ZG).

    A witness statement supports it; who needs leave has it first; without notice it says why. What rests on notes of
    firms and not on the text of the direction is not confirmed.
    """
    said = "A witness statement supports the application." if statement else "A witness statement must support it."
    findings = [Finding("FPR 2010 PD36ZG", statement, said, confirmed=False)]
    if leave_needed:
        met = leave_given is True
        because = "The court gave leave to apply." if met else "The court must first give leave to apply, on form DA2."
        findings.append(Finding(daa("28(2)(d)"), met, because))
    if without_notice:
        because = "It says why no notice was given." if reason_for_no_notice else "It must say why no notice was given."
        findings.append(Finding("FPR 2010 PD36ZG", reason_for_no_notice, because, confirmed=False))
    return Decision(tuple(findings), (daa("28(5)"),))


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    application_after_notice: ("28(6)", "MCR 1981 r.17"),
    notice_is_the_summons: ("MCR 1981 r.17",),
    requirements_notice: ("MCR 1981 r.18",),
    order_served: ("MCR 1981 r.19", "FPR 2010 PD36ZG"),
    variation_papers: ("MCR 1981 r.21",),
    forms_for: ("FPR 2010 PD36ZG", "CPR 1998 PD51ZF", "MCR 1981 r.3D"),
    family_application: ("28(2)", "FPR 2010 PD36ZG"),
}
