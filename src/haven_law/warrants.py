"""A judge's warrant for breach of an order, and remand after it. DAA 2021 s.40 and Schedule 1.

Only for orders of the High Court, the family court and the county court; for every order a constable may arrest under
PACE 1984 s.24 (s.40(9)).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.judging import Judged, judged
from haven_law.rule_days import clear_days_by, weeks_by

WARRANT_COURTS: dict[str, str] = {
    "high_court": "the High Court",
    "family_court": "the family court",
    "county_court": "the county court",
}
OTHER_COURTS: dict[str, str] = {
    "magistrates_court": "a magistrates' court",
    "crown_court": "the Crown Court",
}
PROTECTED, APPLICANT, OTHER = "protected_person", "applicant", "other_person"
REMAND_CLEAR_DAYS, CONSTABLE_CLEAR_DAYS = 8, 3
MEDICAL_CUSTODY_WEEKS, MEDICAL_BAIL_WEEKS = 3, 4
CUSTODY, BAIL = "custody", "bail"


def sch1(paragraph: str) -> str:
    """Write a paragraph of Schedule 1 in full: ``DAA 2021 Sch.1 para.4(1)``."""
    return f"DAA 2021 Sch.1 para.{paragraph}"


def _court(made_by: str) -> Finding:
    if made_by in WARRANT_COURTS:
        return Finding(daa("40(2)"), True, f"The order was made by {WARRANT_COURTS[made_by]}.")
    if made_by in OTHER_COURTS:
        because = f"The order was made by {OTHER_COURTS[made_by]}; no judge's warrant is given for it. A constable may "
        return Finding(daa("40(2)"), False, f"{because}arrest under section 24 of PACE 1984.")
    raise ValueError(f"'{made_by}' is not a court that makes orders.")


def may_ask_for_warrant(
    made_by: str, asked_by: str, *, order_made_on_application: bool = True, leave: bool | None = None
) -> Decision:
    """Whether somebody may apply to a judge for a warrant for the subject's arrest (s.40(2)-(4)).

    ``made_by``: the court that made the order. ``asked_by``: protected_person, applicant (who applied for the order,
    where it was made under s.28) or other_person, who needs the judge's leave. Raises ValueError for another code.
    """
    court = _court(made_by)
    if asked_by == PROTECTED:
        who = Finding(daa("40(4)(a)"), True, "The order protects the person who asks.")
    elif asked_by == APPLICANT:
        words = "was made on the application" if order_made_on_application else "was not made on an application"
        who = Finding(daa("40(4)(b)"), order_made_on_application, f"The order {words} of the person who asks.")
    elif asked_by == OTHER:
        words = "has" if leave else "needs"
        who = Finding(daa("40(4)(c)"), leave is True, f"The person who asks {words} the leave of the judge.")
    else:
        raise ValueError(f"'{asked_by}' does not ask for a warrant.")
    return Decision((court, who), (daa("40(3)"), daa("40(9)")))


def may_issue_warrant(made_by: str, *, judge_of: str, on_oath: bool, reasonable_grounds: Judged = None) -> Decision:
    """Whether a judge may issue a warrant (s.40(5), (8)): a judge of the court that made the order, on oath, on grounds.

    ``reasonable_grounds``: whether the judge has reasonable grounds to believe in a failure to comply or other contempt.
    Raises ValueError for another court.
    """
    right_judge = judge_of == made_by
    letter = {"high_court": "a", "family_court": "b", "county_court": "c"}.get(made_by)
    findings = [
        _court(made_by),
        Finding(
            daa(f"40(8)({letter})") if letter else daa("40(8)"),
            right_judge,
            "The judge is of the court that made the order."
            if right_judge
            else "The judge must be of the court that made the order.",
        ),
        Finding(
            daa("40(5)(a)"),
            on_oath,
            "The application is substantiated on oath."
            if on_oath
            else "The application must be substantiated on oath.",
        ),
        judged(
            daa("40(5)(b)"),
            reasonable_grounds,
            "The judge has reasonable grounds to believe that the order was not complied with.",
            "The judge does not have reasonable grounds to believe that the order was not complied with.",
            "Decide whether there are reasonable grounds to believe that the order was not complied with.",
        ),
    ]
    return Decision(tuple(f for f in findings if f is not None))


def may_remand_on_warrant(*, brought_on_warrant: bool, disposed_of_at_once: bool) -> Decision:
    """Whether the court may remand (s.40(6)): brought on a warrant, and the matter is not disposed of immediately."""
    if not brought_on_warrant:
        return refuse(daa("40(6)(a)"), "They were not brought before the court on a warrant under section 40.")
    if disposed_of_at_once:
        return refuse(daa("40(6)(b)"), "The court disposes of the matter immediately.")
    return allow(daa("40(6)"), "They were brought on a warrant and the matter is not disposed of immediately.")


def arrest_without_warrant(*, suspected: Judged = None, necessary: Judged = None) -> Decision:
    """Whether a constable may arrest without warrant for breach of an order (s.40(9); PACE 1984 s.24).

    Reasonable grounds to suspect the offence, and to believe the arrest necessary; for an order of any court.
    """
    findings = (
        judged(
            "PACE 1984 s.24(2)",
            suspected,
            "There are reasonable grounds to suspect that the order was breached.",
            "There are no reasonable grounds to suspect that the order was breached.",
            "Decide whether there are reasonable grounds to suspect that the order was breached.",
        ),
        judged(
            "PACE 1984 s.24(4)",
            necessary,
            "There are reasonable grounds to believe that the arrest is necessary.",
            "There are no reasonable grounds to believe that the arrest is necessary.",
            "Decide whether the arrest is necessary.",
        ),
    )
    return Decision(tuple(f for f in findings if f is not None), (daa("40(9)"), daa("39(1)")))


@dataclass(frozen=True, kw_only=True)
class OrderRemand(Decision):
    """The last day on which the person must be before the court again; None: no limit of days, or not possible."""

    next_by: date | None = None


def remand_limit_on_warrant(
    where: str,
    on: date,
    *,
    medical_report: bool = False,
    both_consent: bool = False,
    constable_custody: bool = False,
    absent_through_illness: bool = False,
) -> OrderRemand:
    """Until when a remand under section 40 may last (Sch.1 paras 4, 5(1)-(3) and 6(5)).

    Eight clear days; a constable's custody three; for a medical report three weeks at a time in custody and four on
    bail; no limit on bail with the consent of both sides, nor for a further remand in absence through illness or
    accident. ``where``: "custody" or "bail"; raises ValueError for another, and for a constable's custody on bail.
    """
    if where not in (CUSTODY, BAIL):
        raise ValueError(f"'{where}' is neither custody nor bail.")
    if constable_custody and where == BAIL:
        raise ValueError("A person on bail is not in a constable's custody.")
    if constable_custody:
        by = clear_days_by(on, CONSTABLE_CLEAR_DAYS)
        because = f"In a constable's custody at most three clear days, here to {in_words(by)}."
        return OrderRemand((Finding(sch1("4(2)"), True, because),), next_by=by)
    if absent_through_illness:
        because = "Unable to appear through illness or accident: the court may remand further in their absence."
        return OrderRemand((Finding(sch1("6(1)"), True, because),), (sch1("6(5)"),))
    if medical_report:
        weeks, paragraph = (MEDICAL_CUSTODY_WEEKS, "5(2)") if where == CUSTODY else (MEDICAL_BAIL_WEEKS, "5(3)")
        by = weeks_by(on, weeks)
        because = f"For a medical report, on {where}: at most {weeks} weeks at a time, here to {in_words(by)}."
        return OrderRemand((Finding(sch1(paragraph), True, because),), (sch1("5(1)"), sch1("4(1)(a)")), next_by=by)
    if where == BAIL and both_consent:
        because = "On bail, with the consent of the subject and of who applied for the warrant: no limit of days."
        return OrderRemand((Finding(sch1("4(1)(b)"), True, because),))
    by = clear_days_by(on, REMAND_CLEAR_DAYS)
    because = f"At most eight clear days, here to {in_words(by)}."
    return OrderRemand((Finding(sch1("4(1)"), True, because),), next_by=by)


REMANDS: dict[str, tuple[str, str]] = {
    "custody": ("2(2)", "committed to custody, to be brought back at the end of the remand or earlier if required"),
    "bail_recognizance": ("2(3)(a)", "on bail, by taking a recognizance, with or without sureties"),
    "bail_later": ("2(3)(b)", "in custody until a recognizance of an amount now fixed is taken"),
    "further": ("2(4)", "remanded further on being brought back"),
}


def form_of_remand(form: str) -> Decision:
    """Which forms a remand under section 40 may take (Sch.1 para.2). Raises ValueError for another."""
    if form not in REMANDS:
        raise ValueError(f"'{form}' is not a form of remand.")
    paragraph, words = REMANDS[form]
    return Decision((Finding(sch1(paragraph), True, f"The court may have them {words}."),), (sch1("2(1)"),))


APPEARANCE_TERMS: dict[str, tuple[str, str]] = {
    "end_of_remand": ("3(1)(a)", "at the end of the period of remand"),
    "every_adjournment": ("3(1)(b)", "at every time and place to which the hearing is adjourned"),
}


def recognizance(appear: str) -> Decision:
    """For which appearance a recognizance may be conditioned (Sch.1 para.3); a time then fixed counts as a remand.

    Raises ValueError for another.
    """
    if appear not in APPEARANCE_TERMS:
        raise ValueError(f"'{appear}' is not a condition of a recognizance.")
    paragraph, words = APPEARANCE_TERMS[appear]
    cited = (sch1("3(2)"), sch1("3(3)")) if appear == "every_adjournment" else (sch1("3(3)"),)
    return Decision((Finding(sch1(paragraph), True, f"They must appear {words}."),), cited)


def recognizance_taken_later(*, amount_fixed: bool, prescribed_person: bool) -> Decision:
    """Whether a recognizance may be taken later, out of court (Sch.1 para.7): amount fixed, by who rules prescribe."""
    return Decision(
        (
            Finding(
                sch1("2(3)(b)"),
                amount_fixed,
                "The court fixed the amount." if amount_fixed else "The court must first fix the amount.",
            ),
            Finding(
                sch1("7"),
                prescribed_person,
                "It is taken by a person whom rules of court prescribe."
                if prescribed_person
                else "It may be taken only by a person whom rules of court prescribe.",
            ),
        )
    )


def further_remand_in_absence(*, ill_or_injured: Judged = None, on_bail: bool = False) -> Decision:
    """Whether a person may be remanded further without being there (Sch.1 para.6).

    When the court is satisfied that illness or accident keeps them away; on bail it may also enlarge the recognizances
    to a later time in other cases, which counts as a further remand.
    """
    if on_bail and ill_or_injured is False:
        because = "On bail: the court may enlarge the recognizances to a later time in their absence."
        return Decision((Finding(sch1("6(3)"), True, because),), (sch1("6(4)"),))
    finding = judged(
        sch1("6(1)"),
        ill_or_injured,
        "The court is satisfied that illness or accident keeps them from appearing.",
        "The court is not satisfied that illness or accident keeps them from appearing.",
        "Decide whether illness or accident keeps them from appearing.",
    )
    return Decision((finding,) if finding else (), (sch1("6(2)"),) if on_bail else ())


def hospital_report_on_warrant(mental_disorder_suspected: Judged = None) -> Decision:
    """Whether the court may remand to hospital for a report (Sch.1 para.5(4)-(5)), as the Crown Court may."""
    finding = judged(
        sch1("5(5)"),
        mental_disorder_suspected,
        "There is reason to suspect mental disorder: the court has the power that the Crown Court has.",
        "There is no reason to suspect mental disorder.",
        "Decide whether there is reason to suspect mental disorder.",
    )
    return Decision((finding,) if finding else (), (sch1("5(4)"), "MHA 1983 s.35"))


def bail_requirement_on_warrant(necessary_to_protect_proceedings: Judged = None) -> Decision:
    """Whether a requirement may be made on bail under section 40 (Sch.1 para.8): for witnesses and justice only."""
    finding = judged(
        sch1("8"),
        necessary_to_protect_proceedings,
        "It is necessary so that they do not interfere with witnesses or otherwise obstruct the course of justice.",
        "It is not necessary for keeping witnesses and the course of justice from being obstructed.",
        "Decide whether it is necessary so that witnesses and the course of justice are not obstructed.",
    )
    return Decision((finding,) if finding else ())


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    may_ask_for_warrant: ("40(2)", "40(3)", "40(4)"),
    may_issue_warrant: ("40(5)", "40(8)"),
    may_remand_on_warrant: ("40(6)",),
    arrest_without_warrant: ("40(9)", "PACE 1984 s.24"),
    remand_limit_on_warrant: ("Sch.1 para.4", "Sch.1 para.5"),
    form_of_remand: ("Sch.1 para.2",),
    recognizance: ("Sch.1 para.3",),
    recognizance_taken_later: ("Sch.1 para.7",),
    further_remand_in_absence: ("Sch.1 para.6",),
    hospital_report_on_warrant: ("Sch.1 para.5",),
    bail_requirement_on_warrant: ("Sch.1 para.8",),
}
