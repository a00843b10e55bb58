"""What kind of proceedings these are, and the witnesses in them. DAA 2021 s.28(8), s.48, s.49, s.52, s.53; MCR 1981 r.23."""

from __future__ import annotations

from collections.abc import Callable

from haven_law.citation import daa
from haven_law.findings import Decision, Finding, allow, refuse

# The proceedings of Part 3, by the section that they arise from.
PROCEEDINGS: dict[str, str] = {
    "s28": "an application for an order",
    "s31_family": "an order in family proceedings",
    "s31_county": "an order in county court proceedings",
    "s31_conviction": "an order on conviction",
    "s31_acquittal": "an order on acquittal",
    "s31_appeal": "an order when an appeal is allowed",
    "s40": "a warrant for breach of an order",
    "s44_application": "an application to vary or discharge",
    "s44_unasked_criminal": "a variation of the court's own motion in criminal proceedings",
    "s44_unasked_other": "a variation of the court's own motion in family or county court proceedings",
    "appeal": "an appeal about an order",
}
_CRIMINAL_SETTING: dict[str, str] = {
    "s31_conviction": "31(3)",
    "s31_acquittal": "31(5)",
    "s31_appeal": "31(6)",
    "s44_unasked_criminal": "44(2)(b)",
}
CIVIL_STANDARD = "the balance of probabilities"


def _known(proceedings: str) -> str:
    if proceedings not in PROCEEDINGS:
        raise ValueError(f"'{proceedings}' is not a kind of proceedings under Part 3.")
    return PROCEEDINGS[proceedings]


def civil_proceedings(proceedings: str) -> Decision:
    """Whether proceedings are civil (s.48(1)): those that arise in criminal proceedings are too.

    Raises ValueError for another code.
    """
    words = _known(proceedings)
    section = _CRIMINAL_SETTING.get(proceedings)
    because = f"The proceedings ({words}) are civil; the standard of proof is {CIVIL_STANDARD}."
    return Decision(
        (Finding(daa("48(1)"), True, because),), (daa(section), daa("32(2)")) if section else (daa("32(2)"),)
    )


def evidence_admissible(proceedings: str, *, admissible_at_trial: bool) -> Decision:
    """Whether the court may consider evidence (s.48(2)): also what the trial would not have admitted.

    It must be admissible in civil proceedings all the same. Raises ValueError for another code.
    """
    _known(proceedings)
    if proceedings in _CRIMINAL_SETTING:
        because = "The court is not restricted to evidence that the criminal proceedings would have admitted."
        if admissible_at_trial:
            because = "The evidence would have been admissible in the criminal proceedings as well."
        return allow(daa("48(2)"), because)
    return allow(daa("48(1)"), "The proceedings are civil and follow the rules on evidence in civil proceedings.")


def may_adjourn(proceedings: str, *, after_sentence_or_acquittal: bool = False) -> Decision:
    """Whether the court may adjourn (s.28(8)(a), s.48(3)): in criminal proceedings even after sentence or acquittal.

    Raises ValueError for another code.
    """
    words = _known(proceedings)
    if proceedings in _CRIMINAL_SETTING:
        when = "even after sentence, acquittal or the appeal" if after_sentence_or_acquittal else "as in other cases"
        return allow(daa("48(3)"), f"The court may adjourn ({words}), {when}.")
    if proceedings == "s28":
        return allow(
            daa("28(8)(a)"), "A magistrates' court may adjourn the hearing; a notice continues until the end of it."
        )
    return allow(daa("48(1)"), f"The court may adjourn as in other civil proceedings ({words}).")


def beside_a_discharge(kind: str) -> Decision:
    """Whether an order may be made or varied beside a discharge (s.48(4)): conditional or absolute, yes.

    Raises ValueError for another kind.
    """
    if kind not in ("conditional", "absolute"):
        raise ValueError(f"'{kind}' is not a kind of discharge.")
    return Decision(
        (Finding(daa("48(4)"), True, f"An order may be made or varied in addition to a discharge ({kind})."),),
        ("Sentencing Code s.79", "Sentencing Code s.80", "Sentencing Code s.82"),
    )


def witness_summons(*, of_protected_person: bool, has_given_evidence: bool = False) -> Decision:
    """Whether somebody may be summoned as a witness to the hearing in a magistrates' court (s.28(8)(b)).

    The protected person may not, except where they have given oral or written evidence at the hearing.
    """
    if not of_protected_person:
        return Decision((Finding(daa("28(8)(b)"), True, "Other witnesses may be summoned."),), ("MCA 1980 s.97",))
    if has_given_evidence:
        because = "The protected person has given oral or written evidence at the hearing, so a summons is possible."
        return Decision((Finding(daa("28(8)(b)"), True, because),), ("MCA 1980 s.97",))
    return Decision(
        (Finding(daa("28(8)(b)"), False, "The protected person may not be summoned as a witness."),), ("MCA 1980 s.97",)
    )


_SPECIAL_MEASURES: dict[str, str] = {
    "s28": "a",
    "s31_family": "a",
    "s31_county": "a",
    "s40": "a",
    "s44_application": "a",
    "s31_conviction": "b",
    "s31_acquittal": "b",
    "s31_appeal": "b",
    "s44_unasked_criminal": "c",
    "appeal": "d",
}
LEFT_OUT = ("YJCEA 1999 s.17(4)-(7)", "YJCEA 1999 s.21(4C)(e)", "YJCEA 1999 s.22A", "YJCEA 1999 s.32")
MEASURES: dict[str, str] = {
    "screen": "a screen",
    "live_link": "evidence by live link",
    "private": "evidence given in private",
    "wigs_removed": "wigs and gowns removed",
    "recorded_evidence": "a recorded statement as evidence in chief",
    "intermediary": "an intermediary",
    "aids": "aids to communication",
}


def special_measures(proceedings: str, measure: str | None = None) -> Decision:
    """Whether special measures are available in proceedings (s.49(1)-(2), (5)): as for witnesses in criminal proceedings.

    What the Act of 1999 gives only because of a criminal charge is left out. They are not named for a variation of the
    court's own motion in family or county court proceedings, which have their own rules. Raises ValueError for another
    code.
    """
    words = _known(proceedings)
    if measure is not None and measure not in MEASURES:
        raise ValueError(f"'{measure}' is not a special measure.")
    letter = _SPECIAL_MEASURES.get(proceedings)
    if letter is None:
        because = f"Section 49 does not name these proceedings ({words}); the rules of that court apply."
        return refuse(daa("49(5)"), because)
    what = f"Special measures ({MEASURES[measure]})" if measure else "Special measures"
    finding = Finding(daa(f"49(5)({letter})"), True, f"{what} are available for witnesses ({words}).")
    rule = ("MCR 1981 r.3C",) if proceedings in ("s28", "s44_application") else ()
    return Decision((finding,), (daa("49(1)"), daa("49(2)"), *LEFT_OUT, *rule))


def may_report_direction(*, of_direction: bool, proceedings_over: bool, court_allows: bool = False) -> Decision:
    """Whether a special measures direction may be reported (s.49(4); YJCEA 1999 s.47): not until the proceedings end.

    Unless the court allows it. ``of_direction`` False: the report does not speak of a direction.
    """
    cited = ("YJCEA 1999 s.47", "YJCEA 1999 s.49", "YJCEA 1999 s.51")
    if not of_direction:
        return Decision(
            (Finding(daa("49(4)"), True, "The report does not speak of a special measures direction."),), cited
        )
    met = proceedings_over or court_allows
    because = (
        "The proceedings are over, or the court allows it." if met else "A direction is not reported before the end."
    )
    return Decision((Finding(daa("49(4)"), met, because),), cited)


FAMILY_COURTS = ("family_court", "high_court_family_division")


def other_orders(court: str) -> Decision:
    """Whether orders about children and family homes may be made in the same proceedings (s.52(1)-(2)).

    In the family court and the Family Division they are family proceedings for the Children Act 1989 s.8 and for Part 4
    of the Family Law Act 1996; elsewhere not.
    """
    if court in FAMILY_COURTS:
        return Decision(
            (
                Finding(daa("52(1)"), True, "Orders under section 8 of the Children Act 1989 may be made in them."),
                Finding(daa("52(2)"), True, "Orders under Part 4 of the Family Law Act 1996 may be made in them."),
            ),
            ("CHA 1989 s.8(4)", "FLA 1996 s.63(2)"),
        )
    return refuse(
        daa("52(1)"), "Only proceedings in the family court or the Family Division are family proceedings here."
    )


def conditional_fee_allowed(court: str) -> Decision:
    """Whether a conditional fee agreement is allowed (s.53): not in the family court or the Family Division."""
    if court in FAMILY_COURTS:
        return Decision(
            (Finding(daa("53"), False, "Conditional fee agreements are not allowed in these proceedings."),),
            ("CLSA 1990 s.58A(2)",),
        )
    return allow(daa("53"), "The section bars conditional fee agreements in the family court and Family Division only.")


def hearsay_notice_needed(proceedings: str, court: str) -> Decision:
    """Whether notice of hearsay must be given (MCR 1981 r.23; CrimPR 2025 rr.31.6-31.8). Lawful True: it must.

    In a magistrates' court on an application or a variation none is needed; where a criminal court acts, a notice under
    its rules is. Raises ValueError for another code.
    """
    _known(proceedings)
    if proceedings in _CRIMINAL_SETTING:
        because = "Hearsay is noticed under the criminal rules."
        return Decision((Finding("CrimPR 2025 r.31.6", True, because, confirmed=False),), ("CrimPR 2025 r.31.7",))
    if court == "magistrates_court":
        because = (
            "No notice under section 2(1) of the Civil Evidence Act 1995 is needed, and the rules of 1999 do not apply."
        )
        return Decision((Finding("MCR 1981 r.23", False, because),), ("CEA 1995 s.2(1)", "SI 2024/254"))
    because = "The rules of that court on hearsay in civil proceedings apply."
    return Decision((Finding("CEA 1995 s.2(1)", True, because, confirmed=False),))


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    civil_proceedings: ("48(1)",),
    evidence_admissible: ("48(2)",),
    may_adjourn: ("28(8)", "48(3)"),
    beside_a_discharge: ("48(4)",),
    witness_summons: ("28(8)",),
    special_measures: ("49(1)", "49(2)", "49(5)"),
    may_report_direction: ("49(4)",),
    other_orders: ("52(1)", "52(2)"),
    conditional_fee_allowed: ("53",),
    hearsay_notice_needed: ("MCR 1981 r.23",),
}
