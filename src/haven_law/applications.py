"""Who applies where, and notice of the hearing. DAA 2021 s.28, s.29(4)-(6), s.31; MCR 1981 r.17."""

from __future__ import annotations

from dataclasses import dataclass

from haven_law.citation import daa, in_order
from haven_law.findings import Decision, Finding

APPLICANTS = ("protected_person", "chief_officer", "specified_person", "other_person", "court_own_motion")
PROCEEDINGS = (
    "family",
    "county",
    "magistrates_conviction",
    "crown_conviction",
    "acquittal",
    "crown_appeal_allowed",
    "court_of_appeal",
)
COURTS: dict[str, str] = {
    "family_court": "the family court",
    "magistrates_court": "a magistrates' court",
    "county_court": "the county court",
    "high_court": "the High Court",
    "crown_court": "the Crown Court",
    "sentencing_court": "the court that sentences",
    "acquitting_court": "the court that acquits",
    "none": "no court",
}

DA1, DA2, N244, COMPLAINT = "DA1", "DA2", "N244", "complaint"
FAMILY_FORMS = "FPR 2010 PD36ZG"
COUNTY_FORMS = "CPR 1998 PD51ZF"
NO_FEE = 0


@dataclass(frozen=True)
class Route:
    """Where an order is asked for or made, whether leave is needed first, on which forms, and the fee in pounds."""

    court: str
    leave_needed: bool
    form: tuple[str, ...]
    fee: int | None
    citations: tuple[str, ...]
    because: str
    ambiguity: str | None = None
    mandatory: bool = False


def route(
    applicant: str,
    after_notice: bool = False,
    proceedings: str | None = None,
    both_parties: bool | None = None,
) -> Route:
    """Say where an applicant goes, or which court may act of its own motion (s.28, s.31).

    ``proceedings``: those already before a court, if any. ``both_parties``: whether subject and protected person are
    both parties to them. Raises ValueError for an unknown code.
    """
    if applicant not in APPLICANTS:
        raise ValueError(f"'{applicant}' is not an applicant.")
    if proceedings is not None and proceedings not in PROCEEDINGS:
        raise ValueError(f"'{proceedings}' is not a kind of proceedings.")
    if applicant == "chief_officer":
        return _police(after_notice)
    if applicant == "protected_person":
        return _protected(proceedings, both_parties)
    if applicant == "court_own_motion":
        return _own_motion(proceedings, both_parties)
    if applicant == "specified_person":
        return Route(
            "family_court",
            False,
            (DA1,),
            NO_FEE,
            (daa("28(2)(c)"), daa("28(5)"), FAMILY_FORMS),
            "A person whom regulations specify applies to the family court without leave.",
            "No regulations that specify anybody were found.",
        )
    return Route(
        "family_court",
        True,
        (DA2, DA1),
        NO_FEE,
        (daa("28(2)(d)"), daa("28(5)"), FAMILY_FORMS),
        "Anyone else applies to the family court and needs its leave first.",
    )


def _police(after_notice: bool) -> Route:
    if after_notice:
        return Route(
            "magistrates_court",
            False,
            (COMPLAINT,),
            None,
            (daa("28(3)"), daa("28(4)(a)"), daa("28(6)"), "MCR 1981 r.17"),
            "After a notice the chief officer of the force whose member gave it must apply to a magistrates' court.",
            mandatory=True,
        )
    return Route(
        "magistrates_court",
        False,
        (COMPLAINT,),
        None,
        (daa("28(2)(b)"), daa("28(4)(b)"), daa("28(6)")),
        "A chief officer applies to a magistrates' court by complaint.",
    )


def _protected(proceedings: str | None, both_parties: bool | None) -> Route:
    if proceedings == "family" and both_parties:
        return Route(
            "family_court",
            False,
            (DA1,),
            NO_FEE,
            (daa("28(7)"), daa("31(2)"), FAMILY_FORMS),
            "Both are parties to family proceedings: the protected person may apply in them.",
        )
    if proceedings == "county" and both_parties:
        return Route(
            "county_court",
            False,
            (N244,),
            None,
            (daa("28(7)"), daa("31(7)"), COUNTY_FORMS),
            "Both are parties to county court proceedings: the protected person may apply in them.",
        )
    return Route(
        "family_court",
        False,
        (DA1,),
        NO_FEE,
        (daa("28(2)(a)"), daa("28(5)"), FAMILY_FORMS),
        "The protected person applies to the family court and needs no leave.",
    )


_CRIMINAL: dict[str, tuple[str, str, str]] = {
    "magistrates_conviction": (
        "sentencing_court",
        "31(3)",
        "The court that deals with the offender may make an order.",
    ),
    "crown_conviction": ("sentencing_court", "31(3)", "The court that deals with the offender may make an order."),
    "acquittal": ("acquitting_court", "31(5)", "The court that acquits may make an order."),
    "crown_appeal_allowed": (
        "crown_court",
        "31(6)",
        "The Crown Court may make an order when it allows an appeal against conviction.",
    ),
    "court_of_appeal": ("none", "31(4)", "The Court of Appeal has no power to make an order."),
}


def _own_motion(proceedings: str | None, both_parties: bool | None) -> Route:
    if proceedings in _CRIMINAL:
        court, section, because = _CRIMINAL[proceedings]
        return Route(court, False, (), None, (daa(section),), because)
    if proceedings in ("family", "county"):
        section = "31(2)" if proceedings == "family" else "31(7)"
        if not both_parties:
            because = "The court may act only where subject and protected person are both parties to the proceedings."
            return Route("none", False, (), None, (daa(section),), because)
        because = "The court may make an order of its own motion in proceedings to which both are parties."
        fee = NO_FEE if proceedings == "family" else None
        return Route(f"{proceedings}_court", False, (), fee, (daa(section),), because)
    return Route("none", False, (), None, (daa("31(1)"),), "A court acts of its own motion only in other proceedings.")


def may_apply(applicant: str, court: str, after_notice: bool = False) -> Decision:
    """Whether an applicant may apply to a court (s.28(5)-(7)), with no other proceedings before it.

    Raises ValueError for an unknown code.
    """
    if court not in COURTS:
        raise ValueError(f"'{court}' is not a court.")
    right = route(applicant, after_notice)
    met = court == right.court
    because = right.because if met else f"{right.because} Not to {COURTS[court]}."
    provision = next((c for c in right.citations if c in (daa("28(5)"), daa("28(6)"))), right.citations[0])
    return Decision((Finding(provision, met, because, right.ambiguity),), in_order(right.citations))


def hearing_notice(
    *,
    given: bool = False,
    left_at_given_address: bool = False,
    address_given: bool | None = None,
    reasonable_efforts: bool | None = None,
    present: bool = False,
) -> Decision:
    """Whether the court may hear the application after a notice as far as notice to the subject goes (s.29(4)-(6)).

    Leaving it at the address the subject gave is enough (5). If the subject gave no address, the court may hear it when
    satisfied of reasonable efforts (6); None: the court has not judged that yet.
    """
    if given or present:
        because = "Notice of the hearing was given to the subject." if given else "The subject is present."
        return Decision((Finding(daa("29(4)"), True, because),))
    if left_at_given_address and address_given:
        because = "Notice was left at the address the subject gave, which counts as given."
        return Decision((Finding(daa("29(5)"), True, because),))
    if address_given is False:
        return Decision((_efforts(reasonable_efforts),), (daa("29(5)"),))
    return Decision((Finding(daa("29(4)"), False, "Notice of the hearing has not been given to the subject."),))


def _efforts(made: bool | None) -> Finding:
    if made is None:
        ask = "Decide whether reasonable efforts were made to give the notice; the subject gave no address."
        return Finding(daa("29(6)"), None, ask, for_you=True)
    if made:
        return Finding(daa("29(6)"), True, "The subject gave no address and reasonable efforts were made.")
    return Finding(daa("29(6)"), False, "The subject gave no address and reasonable efforts were not made.")


def subject_notice_code(
    *, given: bool = False, left_at_given_address: bool = False, efforts: bool = False, present: bool = False
) -> str:
    """Name how the subject was given notice, as ``orders.SUBJECT_NOTICE`` has it."""
    if given:
        return "given"
    if left_at_given_address:
        return "left_s29_5"
    if present:
        return "none_needed_present"
    return "efforts_s29_6" if efforts else "without_notice"


def may_apply_after_notice(applying_force: str, giving_force: str) -> Decision:
    """Whether the chief officer of a force is the one who must apply after a notice (s.28(3)).

    It is the chief officer of the giving force. The forces are named by any key that the caller uses for both.
    """
    met = applying_force == giving_force
    because = (
        "The application is made by the chief officer of the force whose member gave the notice."
        if met
        else "The application must be made by the chief officer of the force whose member gave the notice."
    )
    return Decision((Finding(daa("28(3)"), met, because),), (daa("28(4)(a)"),))


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    route: (
        *("28(1)", "28(2)", "28(3)", "28(4)", "28(5)", "28(6)", "28(7)"),
        *("31(1)", "31(2)", "31(3)", "31(4)", "31(5)", "31(6)", "31(7)", "FPR 2010 PD36ZG", "CPR 1998 PD51ZF"),
    ),
    may_apply: ("28(5)", "28(6)", "28(7)"),
    hearing_notice: ("29(4)", "29(5)", "29(6)"),
    subject_notice_code: ("29(4)", "29(5)", "29(6)"),
    may_apply_after_notice: ("28(3)", "28(4)"),
}
