"""Orders without notice to the subject, and what is no interim order. DAA 2021 s.34, s.28(7), s.31; MCR 1981 r.20."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.judging import Judged, judged

RETURN_WARNING_DAYS = 14
# What the court has regard to (s.34(3)), each with its paragraph.
CIRCUMSTANCES: dict[str, tuple[str, str]] = {
    "significant_harm": ("34(3)(a)", "a risk of significant harm if no order is made at once"),
    "applicant_deterred": ("34(3)(b)", "that the applicant is likely to be deterred if no order is made at once"),
    "evading_service": (
        "34(3)(c)",
        "that the subject knows of the proceedings and evades service, and that the delay would do serious harm",
    ),
}


def may_make_without_notice(
    *,
    after_notice: bool,
    circumstances: tuple[str, ...] = (),
    just_and_convenient: Judged = None,
) -> Decision:
    """Whether an order may be made without the notice that rules require (s.34(1)-(3)).

    Never on the application after a notice, which has s.29(4)-(6). Otherwise where just and convenient, with regard to
    all circumstances; ``circumstances``: those of s.34(3) that are present. Raises ValueError for another code.
    """
    for code in circumstances:
        if code not in CIRCUMSTANCES:
            raise ValueError(f"'{code}' is not a circumstance of section 34(3).")
    if after_notice:
        because = "On an application after a notice an order cannot be made without notice; see section 29(4) to (6)."
        return Decision((Finding(daa("34(2)"), False, because),), (daa("29(4)"), daa("29(6)")))
    regard = tuple(
        Finding(daa(section), True, f"The court has regard to this: {words}.")
        for code, (section, words) in CIRCUMSTANCES.items()
        if code in circumstances
    )
    just = judged(
        daa("34(1)"),
        just_and_convenient,
        "The court finds it just and convenient to make the order without notice.",
        "The court does not find it just and convenient to make the order without notice.",
        "Decide whether it is just and convenient to make the order without notice.",
    )
    return Decision((*regard, just) if just else regard, (daa("34(3)"), daa("34(4)")))


def return_hearing(
    made_on: date, seen_on: date, *, hearing_on: date | None, notice_to_all: bool = True, court: str = "family_court"
) -> Decision:
    """Whether the hearing after an order without notice is arranged as it must be (s.34(4), A20).

    As soon as just and convenient, on notice to all parties; the Act gives no days. A hearing more than 14 days from the
    order, or none when 14 days have passed, is warned of by a rule of the force: the finding is then for the reader. In
    a magistrates' court the notice is served with the order (MCR 1981 r.20). Raises ValueError for a hearing before the
    order.
    """
    if hearing_on is not None and hearing_on < made_on:
        raise ValueError("The hearing is before the order.")
    rule = ("MCR 1981 r.20",) if court == "magistrates_court" else ()
    if hearing_on is None:
        late = seen_on > made_on + timedelta(days=RETURN_WARNING_DAYS)
        because = "A hearing on notice to all parties must be arranged, as soon as just and convenient."
        if late:
            because += f" {RETURN_WARNING_DAYS} days have passed since the order."
        return Decision((Finding(daa("34(4)(a)"), False, because, "A20"),), rule)
    notice = Finding(
        daa("34(4)(b)"),
        notice_to_all,
        "All parties have notice of the hearing." if notice_to_all else "All parties must have notice of the hearing.",
    )
    if hearing_on > made_on + timedelta(days=RETURN_WARNING_DAYS):
        because = (
            f"The hearing on {in_words(hearing_on)} is more than {RETURN_WARNING_DAYS} days after the order; look "
        )
        because += "whether that is as soon as just and convenient."
        return Decision((Finding(daa("34(4)(a)"), None, because, "A20", for_you=True), notice), rule)
    because = f"A hearing is arranged for {in_words(hearing_on)}."
    return Decision((Finding(daa("34(4)(a)"), True, because, "A20"), notice), rule)


def representations_count_as(court: str) -> Decision:
    """What the subject's representations after an order without notice count as (s.34(4); MCR 1981 r.20).

    In a magistrates' court as a complaint to vary or discharge; elsewhere as the rules of that court say.
    """
    if court == "magistrates_court":
        because = "The subject's representations are treated as a complaint to vary or discharge the order."
        return Decision((Finding("MCR 1981 r.20", True, because),), (daa("34(4)"), daa("44(2)(a)")))
    because = "The subject must have an opportunity to make representations, under the rules of that court."
    return Decision((Finding(daa("34(4)"), True, because),))


TEMPORARY: dict[str, tuple[str, str]] = {
    "notice_continues": ("29(7)", "a notice that continues because the hearing was adjourned"),
    "order_without_notice": ("34(1)", "an order made without notice, with a hearing to follow"),
    "short_order": ("38(3)(a)", "an order for a short period"),
}


def interim_order(really: str | None = None) -> Decision:
    """Whether there is an interim or temporary order (A21): no; ``really`` says which of three things it is.

    notice_continues, order_without_notice or short_order; None: not known, ask. Raises ValueError for another code.
    """
    if really is None:
        because = (
            "The Act knows no interim order. Say whether a notice continues, or an order is without notice or short."
        )
        return Decision((Finding(daa("27(2)"), False, because, "A21"),))
    if really not in TEMPORARY:
        raise ValueError(f"'{really}' is not a thing that is called an interim order.")
    section, words = TEMPORARY[really]
    return Decision((Finding(daa(section), True, f"It is recorded as what it is: {words}.", "A21"),))


# Proceedings of the county court in which it may make an order of its own motion (SI 2024/253 reg.2).
RELEVANT_PROCEEDINGS: dict[str, str] = {
    "trusts_of_land": "a claim under section 14 of the Trusts of Land and Appointment of Trustees Act 1996",
    "inheritance": "a claim under the Inheritance (Provision for Family and Dependants) Act 1975",
    "harassment": "a claim under section 3 or 3A of the Protection from Harassment Act 1997",
    "protective_injunction": "a claim for another injunction that protects a person",
    "personal_injury": "a claim for personal injury",
    "private_nuisance": "a claim in private nuisance",
    "trespass_to_land": "a claim in trespass to land",
    "interference_with_goods": "a claim for wrongful interference with goods",
    "contentious_probate": "a contentious probate claim",
    "employment": "an employment dispute",
    "money_claim": "a money claim",
    "possession": "a possession claim",
    "boundary": "a boundary dispute",
    "vexatious": "vexatious proceedings, as the regulations define them",
}


def relevant_proceedings(kind: str, *, both_parties: bool) -> Decision:
    """Whether the county court may make an order of its own motion (s.31(7)-(8); SI 2024/253 reg.2).

    In proceedings that the regulations name, to which both people are parties. A kind that is not among
    ``RELEVANT_PROCEEDINGS`` is refused.
    """
    named = kind in RELEVANT_PROCEEDINGS
    because = f"The regulations name it: {RELEVANT_PROCEEDINGS[kind]}." if named else "The regulations do not name it."
    parties = "Both are parties to the proceedings." if both_parties else "Both must be parties to the proceedings."
    return Decision(
        (Finding("SI 2024/253 reg.2", named, because), Finding(daa("31(7)"), both_parties, parties)), (daa("31(8)"),)
    )


def may_apply_within(*, asked_by_protected: bool, both_parties: bool, court_has_power: bool) -> Decision:
    """Whether an application may be made within family or civil proceedings (s.28(7)).

    By the person to be protected, where both are parties and the court could make an order of its own motion.
    """
    findings = (
        Finding(
            daa("28(7)"),
            asked_by_protected,
            "The person to be protected asks."
            if asked_by_protected
            else "Only the person to be protected may ask within other proceedings.",
        ),
        Finding(
            daa("28(7)(a)"),
            both_parties,
            "Both are parties to the proceedings." if both_parties else "Both must be parties to the proceedings.",
        ),
        Finding(
            daa("28(7)(b)"),
            court_has_power,
            "The court could make an order in them of its own motion."
            if court_has_power
            else "The court could not make an order in them of its own motion.",
        ),
    )
    return Decision(findings, (daa("31(1)"),))


def own_motion_after_criminal(outcome: str, court: str) -> Decision:
    """Whether a criminal court may make an order of its own motion (s.31(3)-(6)).

    ``outcome``: "convicted", "acquitted" or "appeal_allowed" (against conviction). Not the Court of Appeal on
    conviction; on an appeal allowed, the Crown Court only. Raises ValueError for another outcome.
    """
    if outcome == "convicted":
        if court == "court_of_appeal":
            return refuse(
                daa("31(4)"), "The Court of Appeal has no power to make an order when it deals with an offence."
            )
        return allow(daa("31(3)"), "The court that deals with the offender may make an order as well as sentence them.")
    if outcome == "acquitted":
        return allow(daa("31(5)"), "The court by or before which they are acquitted may make an order.")
    if outcome != "appeal_allowed":
        raise ValueError(f"'{outcome}' is not an outcome of criminal proceedings.")
    if court == "crown_court":
        return allow(daa("31(6)"), "The Crown Court may make an order when it allows an appeal against conviction.")
    return refuse(daa("31(6)"), "Only the Crown Court may make an order on allowing an appeal against conviction.")


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    may_make_without_notice: ("34(1)", "34(2)", "34(3)"),
    return_hearing: ("34(4)", "MCR 1981 r.20"),
    representations_count_as: ("34(4)", "MCR 1981 r.20"),
    interim_order: ("27(2)",),
    relevant_proceedings: ("31(7)", "31(8)", "SI 2024/253 reg.2"),
    may_apply_within: ("28(7)",),
    own_motion_after_criminal: ("31(1)", "31(3)", "31(4)", "31(5)", "31(6)"),
}
